import type { Language } from "./conference.ts";

/**
 * The short names of the 193 Member States of the United Nations and the two observer States, in the six languages, as
 * the terminology database of the United Nations has them (UNTERM, as gathered in github.com/datasets/country-codes,
 * unterm_names.csv, 2021; the names that Türkiye and the Kingdom of the Netherlands took since then, after M49 of
 * 2024). Articles in brackets are left out, for no list is ordered by them. `=`: as in English.
 */
const table = `
AFG|Afghanistan|=|Afganistán|أفغانستان|阿富汗|Афганистан
ALB|Albania|Albanie|=|ألبانيا|阿尔巴尼亚|Албания
DZA|Algeria|Algérie|Argelia|الجزائر|阿尔及利亚|Алжир
AND|Andorra|Andorre|=|أندورا|安道尔|Андорра
AGO|Angola|=|=|أنغولا|安哥拉|Ангола
ATG|Antigua and Barbuda|Antigua-et-Barbuda|Antigua y Barbuda|أنتيغوا وبربودا|安提瓜和巴布达|Антигуа и Барбуда
ARG|Argentina|Argentine|=|الأرجنتين|阿根廷|Аргентина
ARM|Armenia|Arménie|=|أرمينيا|亚美尼亚|Армения
AUS|Australia|Australie|=|أستراليا|澳大利亚|Австралия
AUT|Austria|Autriche|=|النمسا|奥地利|Австрия
AZE|Azerbaijan|Azerbaïdjan|Azerbaiyán|أذربيجان|阿塞拜疆|Азербайджан
BHS|Bahamas|=|=|جزر البهاما|巴哈马|Багамские Острова
BHR|Bahrain|Bahreïn|Bahrein|البحرين|巴林|Бахрейн
BGD|Bangladesh|=|=|بنغلاديش|孟加拉国|Бангладеш
BRB|Barbados|Barbade|=|بربادوس|巴巴多斯|Барбадос
BLR|Belarus|Bélarus|Belarús|بيلاروس|白俄罗斯|Беларусь
BEL|Belgium|Belgique|Bélgica|بلجيكا|比利时|Бельгия
BLZ|Belize|=|Belice|بليز|伯利兹|Белиз
BEN|Benin|Bénin|=|بنن|贝宁|Бенин
BTN|Bhutan|Bhoutan|Bhután|بوتان|不丹|Бутан
BOL|Bolivia (Plurinational State of)|Bolivie (État plurinational de)|Bolivia (Estado Plurinacional de)|بوليفيا (دولة - المتعددة القوميات)|多民族玻利维亚国|Боливия (Многонациональное Государство)
BIH|Bosnia and Herzegovina|Bosnie-Herzégovine|Bosnia y Herzegovina|البوسنة والهرسك|波斯尼亚和黑塞哥维那|Босния и Герцеговина
BWA|Botswana|=|=|بوتسوانا|博茨瓦纳|Ботсвана
BRA|Brazil|Brésil|Brasil|البرازيل|巴西|Бразилия
BRN|Brunei Darussalam|Brunéi Darussalam|=|بروني دار السلام|文莱达鲁萨兰国|Бруней-Даруссалам
BGR|Bulgaria|Bulgarie|=|بلغاريا|保加利亚|Болгария
BFA|Burkina Faso|=|=|بوركينا فاسو|布基纳法索|Буркина-Фасо
BDI|Burundi|=|=|بوروندي|布隆迪|Бурунди
CPV|Cabo Verde|=|=|كابو فيردي|佛得角|Кабо-Верде
KHM|Cambodia|Cambodge|Camboya|كمبوديا|柬埔寨|Камбоджа
CMR|Cameroon|Cameroun|Camerún|الكاميرون|喀麦隆|Камерун
CAN|Canada|=|Canadá|كندا|加拿大|Канада
CAF|Central African Republic|République centrafricaine|República Centroafricana|جمهورية أفريقيا الوسطى|中非共和国|Центральноафриканская Республика
TCD|Chad|Tchad|=|تشاد|乍得|Чад
CHL|Chile|Chili|=|شيلي|智利|Чили
CHN|China|Chine|=|الصين|中国|Китай
COL|Colombia|Colombie|=|كولومبيا|哥伦比亚|Колумбия
COM|Comoros|Comores|Comoras|جزر القمر|科摩罗|Коморские Острова
COG|Congo|=|=|الكونغو|刚果（布）|Конго
CRI|Costa Rica|=|=|كوستاريكا|哥斯达黎加|Коста-Рика
CIV|Côte d’Ivoire|=|=|كوت ديفوار|科特迪瓦|Кот-д’Ивуар
HRV|Croatia|Croatie|Croacia|كرواتيا|克罗地亚|Хорватия
CUB|Cuba|=|=|كوبا|古巴|Куба
CYP|Cyprus|Chypre|Chipre|قبرص|塞浦路斯|Кипр
CZE|Czechia|Tchéquie|Chequia|تشيكيا|捷克|Чехия
PRK|Democratic People’s Republic of Korea|République populaire démocratique de Corée|República Popular Democrática de Corea|جمهورية كوريا الشعبية الديمقراطية|朝鲜民主主义人民共和国|Корейская Народно-Демократическая Республика
COD|Democratic Republic of the Congo|République démocratique du Congo|República Democrática del Congo|جمهورية الكونغو الديمقراطية|刚果民主共和国|Демократическая Республика Конго
DNK|Denmark|Danemark|Dinamarca|الدانمرك|丹麦|Дания
DJI|Djibouti|=|=|جيبوتي|吉布提|Джибути
DMA|Dominica|Dominique|=|دومينيكا|多米尼克|Доминика
DOM|Dominican Republic|République dominicaine|República Dominicana|الجمهورية الدومينيكية|多米尼加|Доминиканская Республика
ECU|Ecuador|Équateur|=|إكوادور|厄瓜多尔|Эквадор
EGY|Egypt|Égypte|Egipto|مصر|埃及|Египет
SLV|El Salvador|=|=|السلفادور|萨尔瓦多|Сальвадор
GNQ|Equatorial Guinea|Guinée équatoriale|Guinea Ecuatorial|غينيا الاستوائية|赤道几内亚|Экваториальная Гвинея
ERI|Eritrea|Érythrée|=|إريتريا|厄立特里亚|Эритрея
EST|Estonia|Estonie|=|إستونيا|爱沙尼亚|Эстония
SWZ|Eswatini|=|=|إسواتيني|斯威士兰|Эсватини
ETH|Ethiopia|Éthiopie|Etiopía|إثيوبيا|埃塞俄比亚|Эфиопия
FJI|Fiji|Fidji|=|فيجي|斐济|Фиджи
FIN|Finland|Finlande|Finlandia|فنلندا|芬兰|Финляндия
FRA|France|=|Francia|فرنسا|法国|Франция
GAB|Gabon|=|Gabón|غابون|加蓬|Габон
GMB|Gambia|Gambie|=|غامبيا|冈比亚|Гамбия
GEO|Georgia|Géorgie|=|جورجيا|格鲁吉亚|Грузия
DEU|Germany|Allemagne|Alemania|ألمانيا|德国|Германия
GHA|Ghana|=|=|غانا|加纳|Гана
GRC|Greece|Grèce|Grecia|اليونان|希腊|Греция
GRD|Grenada|Grenade|Granada|غرينادا|格林纳达|Гренада
GTM|Guatemala|=|=|غواتيمالا|危地马拉|Гватемала
GIN|Guinea|Guinée|=|غينيا|几内亚|Гвинея
GNB|Guinea-Bissau|Guinée-Bissau|=|غينيا - بيساو|几内亚比绍|Гвинея-Бисау
GUY|Guyana|=|=|غيانا|圭亚那|Гайана
HTI|Haiti|Haïti|Haití|هايتي|海地|Гаити
VAT|Holy See|Saint-Siège|Santa Sede|الكرسي الرسولي|教廷|Святой Престол
HND|Honduras|=|=|هندوراس|洪都拉斯|Гондурас
HUN|Hungary|Hongrie|Hungría|هنغاريا|匈牙利|Венгрия
ISL|Iceland|Islande|Islandia|آيسلندا|冰岛|Исландия
IND|India|Inde|=|الهند|印度|Индия
IDN|Indonesia|Indonésie|=|إندونيسيا|印度尼西亚|Индонезия
IRN|Iran (Islamic Republic of)|Iran (République islamique d’)|Irán (República Islámica del)|إيران (جمهورية - الإسلامية)|伊朗伊斯兰共和国|Иран (Исламская Республика)
IRQ|Iraq|=|=|العراق|伊拉克|Ирак
IRL|Ireland|Irlande|Irlanda|أيرلندا|爱尔兰|Ирландия
ISR|Israel|Israël|=|إسرائيل|以色列|Израиль
ITA|Italy|Italie|Italia|إيطاليا|意大利|Италия
JAM|Jamaica|Jamaïque|=|جامايكا|牙买加|Ямайка
JPN|Japan|Japon|Japón|اليابان|日本|Япония
JOR|Jordan|Jordanie|Jordania|الأردن|约旦|Иордания
KAZ|Kazakhstan|=|Kazajstán|كازاخستان|哈萨克斯坦|Казахстан
KEN|Kenya|=|=|كينيا|肯尼亚|Кения
KIR|Kiribati|=|=|كيريباس|基里巴斯|Кирибати
KWT|Kuwait|Koweït|=|الكويت|科威特|Кувейт
KGZ|Kyrgyzstan|Kirghizistan|Kirguistán|قيرغيزستان|吉尔吉斯斯坦|Кыргызстан
LAO|Lao People’s Democratic Republic|République démocratique populaire lao|República Democrática Popular Lao|جمهورية لاو الديمقراطية الشعبية|老挝人民民主共和国|Лаосская Народно-Демократическая Республика
LVA|Latvia|Lettonie|Letonia|لاتفيا|拉脱维亚|Латвия
LBN|Lebanon|Liban|Líbano|لبنان|黎巴嫩|Ливан
LSO|Lesotho|=|=|ليسوتو|莱索托|Лесото
LBR|Liberia|Libéria|=|ليبريا|利比里亚|Либерия
LBY|Libya|Libye|Libia|ليبيا|利比亚|Ливия
LIE|Liechtenstein|=|=|ليختنشتاين|列支敦士登|Лихтенштейн
LTU|Lithuania|Lituanie|Lituania|ليتوانيا|立陶宛|Литва
LUX|Luxembourg|=|Luxemburgo|لكسمبرغ|卢森堡|Люксембург
MDG|Madagascar|=|=|مدغشقر|马达加斯加|Мадагаскар
MWI|Malawi|=|=|ملاوي|马拉维|Малави
MYS|Malaysia|Malaisie|Malasia|ماليزيا|马来西亚|Малайзия
MDV|Maldives|=|Maldivas|ملديف|马尔代夫|Мальдивские Острова
MLI|Mali|=|Malí|مالي|马里|Мали
MLT|Malta|Malte|=|مالطة|马耳他|Мальта
MHL|Marshall Islands|Îles Marshall|Islas Marshall|جزر مارشال|马绍尔群岛|Маршалловы Острова
MRT|Mauritania|Mauritanie|=|موريتانيا|毛里塔尼亚|Мавритания
MUS|Mauritius|Maurice|Mauricio|موريشيوس|毛里求斯|Маврикий
MEX|Mexico|Mexique|México|المكسيك|墨西哥|Мексика
FSM|Micronesia (Federated States of)|Micronésie (États fédérés de)|Micronesia (Estados Federados de)|ميكرونيزيا (ولايات - الموحدة)|密克罗尼西亚联邦|Микронезия (Федеративные Штаты)
MCO|Monaco|=|Mónaco|موناكو|摩纳哥|Монако
MNG|Mongolia|Mongolie|=|منغوليا|蒙古|Монголия
MNE|Montenegro|Monténégro|=|الجبل الأسود|黑山|Черногория
MAR|Morocco|Maroc|Marruecos|المغرب|摩洛哥|Марокко
MOZ|Mozambique|=|=|موزامبيق|莫桑比克|Мозамбик
MMR|Myanmar|=|=|ميانمار|缅甸|Мьянма
NAM|Namibia|Namibie|=|ناميبيا|纳米比亚|Намибия
NRU|Nauru|=|=|ناورو|瑙鲁|Науру
NPL|Nepal|Népal|=|نيبال|尼泊尔|Непал
NLD|Netherlands (Kingdom of the)|Pays-Bas (Royaume des)|Países Bajos (Reino de los)|هولندا (مملكة -)|荷兰（王国）|Нидерланды (Королевство)
NZL|New Zealand|Nouvelle-Zélande|Nueva Zelandia|نيوزيلندا|新西兰|Новая Зеландия
NIC|Nicaragua|=|=|نيكاراغوا|尼加拉瓜|Никарагуа
NER|Niger|=|Níger|النيجر|尼日尔|Нигер
NGA|Nigeria|Nigéria|=|نيجيريا|尼日利亚|Нигерия
MKD|North Macedonia|Macédoine du Nord|Macedonia del Norte|مقدونيا الشمالية|北马其顿|Северная Македония
NOR|Norway|Norvège|Noruega|النرويج|挪威|Норвегия
OMN|Oman|=|Omán|عمان|阿曼|Оман
PAK|Pakistan|=|Pakistán|باكستان|巴基斯坦|Пакистан
PLW|Palau|Palaos|=|بالاو|帕劳|Палау
PAN|Panama|=|Panamá|بنما|巴拿马|Панама
PNG|Papua New Guinea|Papouasie-Nouvelle-Guinée|Papua Nueva Guinea|بابوا غينيا الجديدة|巴布亚新几内亚|Папуа — Новая Гвинея
PRY|Paraguay|=|=|باراغواي|巴拉圭|Парагвай
PER|Peru|Pérou|Perú|بيرو|秘鲁|Перу
PHL|Philippines|=|Filipinas|الفلبين|菲律宾|Филиппины
POL|Poland|Pologne|Polonia|بولندا|波兰|Польша
PRT|Portugal|=|=|البرتغال|葡萄牙|Португалия
QAT|Qatar|=|=|قطر|卡塔尔|Катар
KOR|Republic of Korea|République de Corée|República de Corea|جمهورية كوريا|大韩民国|Республика Корея
MDA|Republic of Moldova|République de Moldova|República de Moldova|جمهورية مولدوفا|摩尔多瓦共和国|Республика Молдова
ROU|Romania|Roumanie|Rumania|رومانيا|罗马尼亚|Румыния
RUS|Russian Federation|Fédération de Russie|Federación de Rusia|الاتحاد الروسي|俄罗斯联邦|Российская Федерация
RWA|Rwanda|=|=|رواندا|卢旺达|Руанда
KNA|Saint Kitts and Nevis|Saint-Kitts-et-Nevis|Saint Kitts y Nevis|سانت كيتس ونيفس|圣基茨和尼维斯|Сент-Китс и Невис
LCA|Saint Lucia|Sainte-Lucie|Santa Lucía|سانت لوسيا|圣卢西亚|Сент-Люсия
VCT|Saint Vincent and the Grenadines|Saint-Vincent-et-les Grenadines|San Vicente y las Granadinas|سانت فنسنت وجزر غرينادين|圣文森特和格林纳丁斯|Сент-Винсент и Гренадины
WSM|Samoa|=|=|ساموا|萨摩亚|Самоа
SMR|San Marino|Saint-Marin|=|سان مارينو|圣马力诺|Сан-Марино
STP|Sao Tome and Principe|Sao Tomé-et-Principe|Santo Tomé y Príncipe|سان تومي وبرينسيبي|圣多美和普林西比|Сан-Томе и Принсипи
SAU|Saudi Arabia|Arabie saoudite|Arabia Saudita|المملكة العربية السعودية|沙特阿拉伯|Саудовская Аравия
SEN|Senegal|Sénégal|=|السنغال|塞内加尔|Сенегал
SRB|Serbia|Serbie|=|صربيا|塞尔维亚|Сербия
SYC|Seychelles|=|=|سيشيل|塞舌尔|Сейшельские Острова
SLE|Sierra Leone|=|Sierra Leona|سيراليون|塞拉利昂|Сьерра-Леоне
SGP|Singapore|Singapour|Singapur|سنغافورة|新加坡|Сингапур
SVK|Slovakia|Slovaquie|Eslovaquia|سلوفاكيا|斯洛伐克|Словакия
SVN|Slovenia|Slovénie|Eslovenia|سلوفينيا|斯洛文尼亚|Словения
SLB|Solomon Islands|Îles Salomon|Islas Salomón|جزر سليمان|所罗门群岛|Соломоновы Острова
SOM|Somalia|Somalie|=|الصومال|索马里|Сомали
ZAF|South Africa|Afrique du Sud|Sudáfrica|جنوب أفريقيا|南非|Южная Африка
SSD|South Sudan|Soudan du Sud|Sudán del Sur|جنوب السودان|南苏丹|Южный Судан
ESP|Spain|Espagne|España|إسبانيا|西班牙|Испания
LKA|Sri Lanka|=|=|سري لانكا|斯里兰卡|Шри-Ланка
PSE|State of Palestine|État de Palestine|Estado de Palestina|دولة فلسطين|巴勒斯坦国|Государство Палестина
SDN|Sudan|Soudan|Sudán|السودان|苏丹|Судан
SUR|Suriname|=|=|سورينام|苏里南|Суринам
SWE|Sweden|Suède|Suecia|السويد|瑞典|Швеция
CHE|Switzerland|Suisse|Suiza|سويسرا|瑞士|Швейцария
SYR|Syrian Arab Republic|République arabe syrienne|República Árabe Siria|الجمهورية العربية السورية|阿拉伯叙利亚共和国|Сирийская Арабская Республика
TJK|Tajikistan|Tadjikistan|Tayikistán|طاجيكستان|塔吉克斯坦|Таджикистан
THA|Thailand|Thaïlande|Tailandia|تايلند|泰国|Таиланд
TLS|Timor-Leste|=|=|تيمور- ليشتي|东帝汶|Тимор-Лешти
TGO|Togo|=|=|توغو|多哥|Того
TON|Tonga|=|=|تونغا|汤加|Тонга
TTO|Trinidad and Tobago|Trinité-et-Tobago|Trinidad y Tabago|ترينيداد وتوباغو|特立尼达和多巴哥|Тринидад и Тобаго
TUN|Tunisia|Tunisie|Túnez|تونس|突尼斯|Тунис
TUR|Türkiye|=|=|تركيا|土耳其|Турция
TKM|Turkmenistan|Turkménistan|Turkmenistán|تركمانستان|土库曼斯坦|Туркменистан
TUV|Tuvalu|=|=|توفالو|图瓦卢|Тувалу
UGA|Uganda|Ouganda|=|أوغندا|乌干达|Уганда
UKR|Ukraine|=|Ucrania|أوكرانيا|乌克兰|Украина
ARE|United Arab Emirates|Émirats arabes unis|Emiratos Árabes Unidos|الإمارات العربية المتحدة|阿拉伯联合酋长国|Объединенные Арабские Эмираты
GBR|United Kingdom of Great Britain and Northern Ireland|Royaume-Uni de Grande-Bretagne et d’Irlande du Nord|Reino Unido de Gran Bretaña e Irlanda del Norte|المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية|大不列颠及北爱尔兰联合王国|Соединенное Королевство Великобритании и Северной Ирландии
TZA|United Republic of Tanzania|République-Unie de Tanzanie|República Unida de Tanzanía|جمهورية تنزانيا المتحدة|坦桑尼亚联合共和国|Объединенная Республика Танзания
USA|United States of America|États-Unis d’Amérique|Estados Unidos de América|الولايات المتحدة الأمريكية|美利坚合众国|Соединенные Штаты Америки
URY|Uruguay|=|=|أوروغواي|乌拉圭|Уругвай
UZB|Uzbekistan|Ouzbékistan|Uzbekistán|أوزبكستان|乌兹别克斯坦|Узбекистан
VUT|Vanuatu|=|=|فانواتو|瓦努阿图|Вануату
VEN|Venezuela (Bolivarian Republic of)|Venezuela (République bolivarienne du)|Venezuela (República Bolivariana de)|فنزويلا (جمهورية - البوليفارية)|委内瑞拉玻利瓦尔共和国|Венесуэла (Боливарианская Республика)
VNM|Viet Nam|=|=|فييت نام|越南|Вьетнам
YEM|Yemen|Yémen|=|اليمن|也门|Йемен
ZMB|Zambia|Zambie|=|زامبيا|赞比亚|Замбия
ZWE|Zimbabwe|=|=|زمبابوي|津巴布韦|Зимбабве`;

const order: readonly Language[] = ["en", "fr", "es", "ar", "zh", "ru"];

const names: ReadonlyMap<string, readonly string[]> = new Map(
  table
    .trim()
    .split("\n")
    .map((line) => line.split("|"))
    .map(([code = "", english = "", ...others]) => [
      code,
      [english, ...others.map((name) => (name === "=" ? english : name))],
    ]),
);

/** The codes that have a name of their own here: 193 Member States and two observers. */
export const states: readonly string[] = [...names.keys()];

/** The State's short name, by its ISO 3166-1 alpha-3 code; the code itself for what is no State. */
export function stateName(code: string, language: Language): string {
  return names.get(code)?.[order.indexOf(language)] ?? code;
}
