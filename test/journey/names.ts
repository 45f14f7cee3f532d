/** Names as they are given in a region, and where its people come from. Nobody in particular. */
export interface Culture {
  /** Country (ISO 3166-1 alpha-3), its English name, and cities of it. */
  readonly countries: readonly (readonly [code: string, name: string, cities: string])[];
  readonly women: readonly string[];
  readonly men: readonly string[];
  /** None where people have a single name. */
  readonly families: readonly string[];
  /** Families of women where they are written differently. */
  readonly familiesOfWomen?: readonly string[];
  readonly language: "en" | "fr";
}

const list = (text: string) => text.split(", ");

export const cultures: readonly Culture[] = [
  {
    countries: [
      ["FRA", "France", "Marseille, Lyon, Grenoble"],
      ["BEL", "Belgium", "Ghent, Liège"],
      ["CHE", "Switzerland", "Geneva, Lausanne"],
    ],
    women: list("Anne-Sophie, Élodie, Zoé, Maëlle, Geneviève, Bérengère"),
    men: list("Jean-François, Loïc, Gaël, Rémi, Étienne, Benoît"),
    families: list("Lefèvre, d’Alembert, Muñoz-Dufour, Hébrard, Crépin, Le Goff, Brûlé"),
    language: "fr",
  },
  {
    countries: [
      ["ESP", "Spain", "Barcelona, Bilbao, Madrid"],
      ["COL", "Colombia", "Bogotá, Medellín"],
      ["ECU", "Ecuador", "Quito, Cuenca"],
      ["MEX", "Mexico", "Tijuana, Guadalajara"],
    ],
    women: list("María José, Inés, Lucía, Ana Belén, Soledad, Íngrid"),
    men: list("Juan José, Ángel, Íñigo, Óscar, José Luis, Nicolás"),
    families: list("Núñez de la Peña, Ibáñez Ortega, Gómez Rincón, Peña, Echeverría, Yáñez Solís"),
    language: "en",
  },
  {
    countries: [
      ["BRA", "Brazil", "São Paulo, Belém"],
      ["PRT", "Portugal", "Lisbon, Porto"],
      ["CPV", "Cabo Verde", "Praia, Mindelo"],
    ],
    women: list("Conceição, Luísa, Inês, Beatriz, Ágata"),
    men: list("João, Antônio, Luís, Simão, Estêvão"),
    families: list("Gonçalves, Assunção, dos Santos, Araújo, Magalhães, Évora"),
    language: "en",
  },
  {
    countries: [
      ["SEN", "Senegal", "Dakar, Thiès"],
      ["MLI", "Mali", "Bamako, Kayes"],
      ["CIV", "Côte d’Ivoire", "Abidjan, Bouaké"],
    ],
    women: list("Aïssatou, Fatoumata, Ndèye, Awa, Mariétou"),
    men: list("Ousmane, Mamadou, Cheikh, Sékou, N’Golo"),
    families: list("Diallo, N’Diaye, Traoré, Koné, Ba, Coulibaly"),
    language: "fr",
  },
  {
    countries: [
      ["NGA", "Nigeria", "Lagos, Ibadan"],
      ["GHA", "Ghana", "Accra, Kumasi"],
    ],
    women: list("Ọmọ́wùmí, Chiamaka, Adébísí, Ama, Ngozi"),
    men: list("Olúwaṣeun, Ṣẹ́gun, Kwabena, Chukwuemeka, Kofi"),
    families: list("Adébáyọ̀, Ọbásanjọ́, Okonkwo, Mensah, Ọláwálé"),
    language: "en",
  },
  {
    countries: [
      ["TUR", "Türkiye", "İzmir, Gaziantep, İstanbul"],
      ["AZE", "Azerbaijan", "Bakı, Gəncə"],
    ],
    women: list("Gülşen, Çiğdem, Əminə, Şəbnəm, İpek"),
    men: list("Doğan, Özgür, Ilgar, Çağrı, İsmayıl"),
    families: list("Yıldız, Öztürk, Kaya, Şahin, Gündoğdu"),
    language: "en",
  },
  {
    countries: [
      ["POL", "Poland", "Gdańsk, Łódź"],
      ["CZE", "Czechia", "Brno, Plzeň"],
      ["HUN", "Hungary", "Pécs, Győr"],
    ],
    women: list("Małgorzata, Božena, Zsófia, Grażyna, Ľudmila"),
    men: list("Łukasz, Jiří, Győző, Přemysl, Stanisław"),
    families: list("Dvořák, Szczęsny, Kőrösi, Čermák, Błaszczyk"),
    familiesOfWomen: list("Dvořáková, Szczęsna, Kőrösi, Čermáková, Wójcik"),
    language: "en",
  },
  {
    countries: [
      ["SWE", "Sweden", "Malmö, Göteborg"],
      ["ISL", "Iceland", "Reykjavík"],
      ["DEU", "Germany", "Köln, München, Bremen"],
    ],
    women: list("Åsa, Sigríður, Jürte, Märta, Brünhild"),
    men: list("Göran, Þórður, Jörg, Håkan, Günther"),
    families: list("Sjöberg, Þorvaldsson, Groß, Äkäslompolo, von der Höhe"),
    familiesOfWomen: list("Sjöberg, Þorvaldsdóttir, Groß, Äkäslompolo, von der Höhe"),
    language: "en",
  },
  {
    countries: [
      ["EGY", "Egypt", "Cairo, Alexandria"],
      ["JOR", "Jordan", "Amman, Zarqa"],
      ["MAR", "Morocco", "Rabat, Tangier"],
      ["TUN", "Tunisia", "Sfax, Tunis"],
    ],
    women: list("فاطمة, ليلى, نور, مريم, هدى"),
    men: list("محمد, عبد الرحمن, يوسف, خالد, إبراهيم"),
    families: list("الهاشمي, بن علي, القاسمي, حدّاد, المنصوري"),
    language: "fr",
  },
  {
    countries: [
      ["IRN", "Iran", "Tabriz, Shiraz"],
      ["AFG", "Afghanistan", "Herat, Kabul"],
    ],
    women: list("شیرین, پروانه, ژاله, نیلوفر"),
    men: list("کیوان, بهروز, داریوش, پژمان"),
    families: list("می‌رحیمی, گل‌محمدی, کریمی, نظری"),
    language: "en",
  },
  {
    countries: [
      ["CHN", "China", "Guangzhou, Chengdu"],
      ["SGP", "Singapore", "Singapore"],
    ],
    women: list("秀英, 丽华, 晓燕, 雨桐"),
    men: list("建国, 志强, 子轩, 浩然"),
    families: list("王, 欧阳, 陈, 诸葛, 林"),
    language: "en",
  },
  {
    countries: [["JPN", "Japan", "Osaka, Nagoya"]],
    women: list("さくら, 美咲, 陽菜"),
    men: list("健太, 翔, 大輔"),
    families: list("髙橋, 渡邊, 斎藤"),
    language: "en",
  },
  {
    countries: [["KOR", "Republic of Korea", "Busan, Seoul"]],
    women: list("지은, 민서, 수진"),
    men: list("준호, 현우, 성민"),
    families: list("김, 박, 남궁"),
    language: "en",
  },
  {
    countries: [["UKR", "Ukraine", "Lviv, Odesa"]],
    women: list("Олена, Ґалина, Соломія"),
    men: list("Юрій, Їжак, Андрій"),
    families: list("Ковальчук, Щерба, Об’єдков"),
    language: "en",
  },
  {
    countries: [["KGZ", "Kyrgyzstan", "Bishkek, Osh"]],
    women: list("Айгүл, Нургүл"),
    men: list("Өмүрбек, Бакыт"),
    families: list("Асанов, Үсөнов"),
    familiesOfWomen: list("Асанова, Үсөнова"),
    language: "en",
  },
  {
    countries: [["SRB", "Serbia", "Novi Sad, Niš"]],
    women: list("Љиљана, Јелена"),
    men: list("Ђорђе, Његош"),
    families: list("Ђурић, Живковић"),
    language: "en",
  },
  {
    countries: [
      ["GRC", "Greece", "Athens, Thessaloniki"],
      ["CYP", "Cyprus", "Limassol"],
    ],
    women: list("Ελένη, Αικατερίνη, Ζωή"),
    men: list("Γιώργος, Ιωάννης, Σπύρος"),
    families: list("Παπαδόπουλος, Οικονόμου, Ξενάκης"),
    familiesOfWomen: list("Παπαδοπούλου, Οικονόμου, Ξενάκη"),
    language: "en",
  },
  {
    countries: [
      ["IND", "India", "Pune, Jaipur"],
      ["NPL", "Nepal", "Kathmandu, Pokhara"],
    ],
    women: list("लक्ष्मी, प्रियंका, सरस्वती"),
    men: list("कृष्ण, अर्जुन, श्रीधर"),
    families: list("त्रिपाठी, श्रेष्ठ, द्विवेदी"),
    language: "en",
  },
  {
    countries: [["LKA", "Sri Lanka", "Colombo, Kandy"]],
    women: list("ශ්‍රියානි, චන්ද්‍රිකා, නිල්මිණි"),
    men: list("ප්‍රසන්න, ශ්‍රීමත්, සුනිල්"),
    families: list("වික්‍රමසිංහ, ප්‍රනාන්දු, ජයසූරිය"),
    language: "en",
  },
  {
    countries: [
      ["IDN", "Indonesia", "Surabaya, Makassar"],
      ["MMR", "Myanmar", "Yangon"],
    ],
    women: list("Suharti, Megawangi, Ratnasari"),
    men: list("Sukarjo, Budiono, Suparman"),
    families: [],
    language: "en",
  },
  {
    countries: [
      ["ETH", "Ethiopia", "Addis Ababa, Mekelle"],
      ["ERI", "Eritrea", "Asmara"],
    ],
    women: list("ሰላማዊት, ትዕግስት, አልማዝ"),
    men: list("ተስፋዬ, ብርሃኑ, ኃይሌ"),
    families: list("ገብረ ክርስቶስ, ወልደማርያም, ተክለ"),
    language: "en",
  },
  {
    countries: [["THA", "Thailand", "Chiang Mai, Bangkok"]],
    women: list("สุดารัตน์, พิมพ์ชนก"),
    men: list("ณัฐพงษ์, กิตติศักดิ์"),
    families: list("ศรีสุวรรณ, จันทร์โอชา"),
    language: "en",
  },
  {
    countries: [["VNM", "Viet Nam", "Huế, Đà Nẵng"]],
    women: list("Nguyệt Ánh, Thị Hồng"),
    men: list("Văn Đức, Quốc Bảo"),
    families: list("Nguyễn, Trần, Đặng"),
    language: "en",
  },
];
