/** Invented names by region, and the countries of their people. */
export interface Culture {
  /** Country (ISO 3166-1 alpha-3), its English name, and some of its cities. */
  readonly countries: readonly (readonly [code: string, name: string, cities: string])[];
  readonly women: readonly string[];
  readonly men: readonly string[];
  /** Absent where people have a single name. */
  readonly families: readonly string[];
  /** The feminine forms, where they differ. */
  readonly familiesOfWomen?: readonly string[];
  readonly language: "en" | "fr";
}

const splitNames = (text: string) => text.split(", ");

export const cultures: readonly Culture[] = [
  {
    countries: [
      ["FRA", "France", "Marseille, Lyon, Grenoble"],
      ["BEL", "Belgium", "Ghent, Liège"],
      ["CHE", "Switzerland", "Geneva, Lausanne"],
    ],
    women: splitNames("Anne-Sophie, Élodie, Zoé, Maëlle, Geneviève, Bérengère"),
    men: splitNames("Jean-François, Loïc, Gaël, Rémi, Étienne, Benoît"),
    families: splitNames("Lefèvre, d’Alembert, Muñoz-Dufour, Hébrard, Crépin, Le Goff, Brûlé"),
    language: "fr",
  },
  {
    countries: [
      ["ESP", "Spain", "Barcelona, Bilbao, Madrid"],
      ["COL", "Colombia", "Bogotá, Medellín"],
      ["ECU", "Ecuador", "Quito, Cuenca"],
      ["MEX", "Mexico", "Tijuana, Guadalajara"],
    ],
    women: splitNames("María José, Inés, Lucía, Ana Belén, Soledad, Íngrid"),
    men: splitNames("Juan José, Ángel, Íñigo, Óscar, José Luis, Nicolás"),
    families: splitNames("Núñez de la Peña, Ibáñez Ortega, Gómez Rincón, Peña, Echeverría, Yáñez Solís"),
    language: "en",
  },
  {
    countries: [
      ["BRA", "Brazil", "São Paulo, Belém"],
      ["PRT", "Portugal", "Lisbon, Porto"],
      ["CPV", "Cabo Verde", "Praia, Mindelo"],
    ],
    women: splitNames("Conceição, Luísa, Inês, Beatriz, Ágata"),
    men: splitNames("João, Antônio, Luís, Simão, Estêvão"),
    families: splitNames("Gonçalves, Assunção, dos Santos, Araújo, Magalhães, Évora"),
    language: "en",
  },
  {
    countries: [
      ["SEN", "Senegal", "Dakar, Thiès"],
      ["MLI", "Mali", "Bamako, Kayes"],
      ["CIV", "Côte d’Ivoire", "Abidjan, Bouaké"],
    ],
    women: splitNames("Aïssatou, Fatoumata, Ndèye, Awa, Mariétou"),
    men: splitNames("Ousmane, Mamadou, Cheikh, Sékou, N’Golo"),
    families: splitNames("Diallo, N’Diaye, Traoré, Koné, Ba, Coulibaly"),
    language: "fr",
  },
  {
    countries: [
      ["NGA", "Nigeria", "Lagos, Ibadan"],
      ["GHA", "Ghana", "Accra, Kumasi"],
    ],
    women: splitNames("Ọmọ́wùmí, Chiamaka, Adébísí, Ama, Ngozi"),
    men: splitNames("Olúwaṣeun, Ṣẹ́gun, Kwabena, Chukwuemeka, Kofi"),
    families: splitNames("Adébáyọ̀, Ọbásanjọ́, Okonkwo, Mensah, Ọláwálé"),
    language: "en",
  },
  {
    countries: [
      ["TUR", "Türkiye", "İzmir, Gaziantep, İstanbul"],
      ["AZE", "Azerbaijan", "Bakı, Gəncə"],
    ],
    women: splitNames("Gülşen, Çiğdem, Əminə, Şəbnəm, İpek"),
    men: splitNames("Doğan, Özgür, Ilgar, Çağrı, İsmayıl"),
    families: splitNames("Yıldız, Öztürk, Kaya, Şahin, Gündoğdu"),
    language: "en",
  },
  {
    countries: [
      ["POL", "Poland", "Gdańsk, Łódź"],
      ["CZE", "Czechia", "Brno, Plzeň"],
      ["HUN", "Hungary", "Pécs, Győr"],
    ],
    women: splitNames("Małgorzata, Božena, Zsófia, Grażyna, Ľudmila"),
    men: splitNames("Łukasz, Jiří, Győző, Přemysl, Stanisław"),
    families: splitNames("Dvořák, Szczęsny, Kőrösi, Čermák, Błaszczyk"),
    familiesOfWomen: splitNames("Dvořáková, Szczęsna, Kőrösi, Čermáková, Wójcik"),
    language: "en",
  },
  {
    countries: [
      ["SWE", "Sweden", "Malmö, Göteborg"],
      ["ISL", "Iceland", "Reykjavík"],
      ["DEU", "Germany", "Köln, München, Bremen"],
    ],
    women: splitNames("Åsa, Sigríður, Jürte, Märta, Brünhild"),
    men: splitNames("Göran, Þórður, Jörg, Håkan, Günther"),
    families: splitNames("Sjöberg, Þorvaldsson, Groß, Äkäslompolo, von der Höhe"),
    familiesOfWomen: splitNames("Sjöberg, Þorvaldsdóttir, Groß, Äkäslompolo, von der Höhe"),
    language: "en",
  },
  {
    countries: [
      ["EGY", "Egypt", "Cairo, Alexandria"],
      ["JOR", "Jordan", "Amman, Zarqa"],
      ["MAR", "Morocco", "Rabat, Tangier"],
      ["TUN", "Tunisia", "Sfax, Tunis"],
    ],
    women: splitNames("فاطمة, ليلى, نور, مريم, هدى"),
    men: splitNames("محمد, عبد الرحمن, يوسف, خالد, إبراهيم"),
    families: splitNames("الهاشمي, بن علي, القاسمي, حدّاد, المنصوري"),
    language: "fr",
  },
  {
    countries: [
      ["IRN", "Iran", "Tabriz, Shiraz"],
      ["AFG", "Afghanistan", "Herat, Kabul"],
    ],
    women: splitNames("شیرین, پروانه, ژاله, نیلوفر"),
    men: splitNames("کیوان, بهروز, داریوش, پژمان"),
    families: splitNames("می‌رحیمی, گل‌محمدی, کریمی, نظری"),
    language: "en",
  },
  {
    countries: [
      ["CHN", "China", "Guangzhou, Chengdu"],
      ["SGP", "Singapore", "Singapore"],
    ],
    women: splitNames("秀英, 丽华, 晓燕, 雨桐"),
    men: splitNames("建国, 志强, 子轩, 浩然"),
    families: splitNames("王, 欧阳, 陈, 诸葛, 林"),
    language: "en",
  },
  {
    countries: [["JPN", "Japan", "Osaka, Nagoya"]],
    women: splitNames("さくら, 美咲, 陽菜"),
    men: splitNames("健太, 翔, 大輔"),
    families: splitNames("髙橋, 渡邊, 斎藤"),
    language: "en",
  },
  {
    countries: [["KOR", "Republic of Korea", "Busan, Seoul"]],
    women: splitNames("지은, 민서, 수진"),
    men: splitNames("준호, 현우, 성민"),
    families: splitNames("김, 박, 남궁"),
    language: "en",
  },
  {
    countries: [["UKR", "Ukraine", "Lviv, Odesa"]],
    women: splitNames("Олена, Ґалина, Соломія"),
    men: splitNames("Юрій, Їжак, Андрій"),
    families: splitNames("Ковальчук, Щерба, Об’єдков"),
    language: "en",
  },
  {
    countries: [["KGZ", "Kyrgyzstan", "Bishkek, Osh"]],
    women: splitNames("Айгүл, Нургүл"),
    men: splitNames("Өмүрбек, Бакыт"),
    families: splitNames("Асанов, Үсөнов"),
    familiesOfWomen: splitNames("Асанова, Үсөнова"),
    language: "en",
  },
  {
    countries: [["SRB", "Serbia", "Novi Sad, Niš"]],
    women: splitNames("Љиљана, Јелена"),
    men: splitNames("Ђорђе, Његош"),
    families: splitNames("Ђурић, Живковић"),
    language: "en",
  },
  {
    countries: [
      ["GRC", "Greece", "Athens, Thessaloniki"],
      ["CYP", "Cyprus", "Limassol"],
    ],
    women: splitNames("Ελένη, Αικατερίνη, Ζωή"),
    men: splitNames("Γιώργος, Ιωάννης, Σπύρος"),
    families: splitNames("Παπαδόπουλος, Οικονόμου, Ξενάκης"),
    familiesOfWomen: splitNames("Παπαδοπούλου, Οικονόμου, Ξενάκη"),
    language: "en",
  },
  {
    countries: [
      ["IND", "India", "Pune, Jaipur"],
      ["NPL", "Nepal", "Kathmandu, Pokhara"],
    ],
    women: splitNames("लक्ष्मी, प्रियंका, सरस्वती"),
    men: splitNames("कृष्ण, अर्जुन, श्रीधर"),
    families: splitNames("त्रिपाठी, श्रेष्ठ, द्विवेदी"),
    language: "en",
  },
  {
    countries: [["LKA", "Sri Lanka", "Colombo, Kandy"]],
    women: splitNames("ශ්‍රියානි, චන්ද්‍රිකා, නිල්මිණි"),
    men: splitNames("ප්‍රසන්න, ශ්‍රීමත්, සුනිල්"),
    families: splitNames("වික්‍රමසිංහ, ප්‍රනාන්දු, ජයසූරිය"),
    language: "en",
  },
  {
    countries: [
      ["IDN", "Indonesia", "Surabaya, Makassar"],
      ["MMR", "Myanmar", "Yangon"],
    ],
    women: splitNames("Suharti, Megawangi, Ratnasari"),
    men: splitNames("Sukarjo, Budiono, Suparman"),
    families: [],
    language: "en",
  },
  {
    countries: [
      ["ETH", "Ethiopia", "Addis Ababa, Mekelle"],
      ["ERI", "Eritrea", "Asmara"],
    ],
    women: splitNames("ሰላማዊት, ትዕግስት, አልማዝ"),
    men: splitNames("ተስፋዬ, ብርሃኑ, ኃይሌ"),
    families: splitNames("ገብረ ክርስቶስ, ወልደማርያም, ተክለ"),
    language: "en",
  },
  {
    countries: [["THA", "Thailand", "Chiang Mai, Bangkok"]],
    women: splitNames("สุดารัตน์, พิมพ์ชนก"),
    men: splitNames("ณัฐพงษ์, กิตติศักดิ์"),
    families: splitNames("ศรีสุวรรณ, จันทร์โอชา"),
    language: "en",
  },
  {
    countries: [["VNM", "Viet Nam", "Huế, Đà Nẵng"]],
    women: splitNames("Nguyệt Ánh, Thị Hồng"),
    men: splitNames("Văn Đức, Quốc Bảo"),
    families: splitNames("Nguyễn, Trần, Đặng"),
    language: "en",
  },
];
