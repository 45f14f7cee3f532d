/**
 * Countries and areas by region and sub-region, after the United Nations' "Standard country or area codes for
 * statistical use" (M49, Statistics Division, edition of 2024; read in November 2026). Sub-Saharan Africa and Latin
 * America and the Caribbean are M49's sub-regions; its intermediate regions aren't told apart.
 */
const subRegionTable = `
africa northern-africa DZA EGY ESH LBY MAR SDN TUN
africa sub-saharan-africa AGO ATF BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI ERI ETH GAB GHA GIN GMB GNB GNQ IOT KEN LBR LSO MDG MLI MOZ MRT MUS MWI MYT NAM NER NGA REU RWA SEN SHN SLE SOM SSD STP SWZ SYC TCD TGO TZA UGA ZAF ZMB ZWE
americas latin-america-and-the-caribbean ABW AIA ARG ATG BES BHS BLM BLZ BOL BRA BRB BVT CHL COL CRI CUB CUW CYM DMA DOM ECU FLK GLP GRD GTM GUF GUY HND HTI JAM KNA LCA MAF MEX MSR MTQ NIC PAN PER PRI PRY SGS SLV SUR SXM TCA TTO URY VCT VEN VGB VIR
americas northern-america BMU CAN GRL SPM USA
asia central-asia KAZ KGZ TJK TKM UZB
asia eastern-asia CHN HKG JPN KOR MAC MNG PRK
asia south-eastern-asia BRN IDN KHM LAO MMR MYS PHL SGP THA TLS VNM
asia southern-asia AFG BGD BTN IND IRN LKA MDV NPL PAK
asia western-asia ARE ARM AZE BHR CYP GEO IRQ ISR JOR KWT LBN OMN PSE QAT SAU SYR TUR YEM
europe eastern-europe BGR BLR CZE HUN MDA POL ROU RUS SVK UKR
europe northern-europe ALA DNK EST FIN FRO GBR GGY IMN IRL ISL JEY LTU LVA NOR SJM SWE
europe southern-europe ALB AND BIH ESP GIB GRC HRV ITA MKD MLT MNE PRT SMR SRB SVN VAT
europe western-europe AUT BEL CHE DEU FRA LIE LUX MCO NLD
oceania australia-and-new-zealand AUS CCK CXR HMD NFK NZL
oceania melanesia FJI NCL PNG SLB VUT
oceania micronesia FSM GUM KIR MHL MNP NRU PLW UMI
oceania polynesia ASM COK NIU PCN PYF TKL TON TUV WLF WSM`;

/**
 * The regional groups of the United Nations (Department for General Assembly and Conference Management, "Regional groups
 * of Member States", 2024). The United States is no member of a group, and counted with the Western European and other
 * States for elections; Türkiye is in two, and counted there for elections too.
 */
const groupTable = `
african-states AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI DZA EGY ERI ETH GAB GHA GIN GMB GNB GNQ KEN LBR LBY LSO MAR MDG MLI MOZ MRT MUS MWI NAM NER NGA RWA SDN SEN SLE SOM SSD STP SWZ SYC TCD TGO TUN TZA UGA ZAF ZMB ZWE
asia-pacific-states AFG ARE BGD BHR BRN BTN CHN CYP FJI FSM IDN IND IRN IRQ JOR JPN KAZ KGZ KHM KIR KOR KWT LAO LBN LKA MDV MHL MMR MNG MYS NPL NRU OMN PAK PHL PLW PNG PRK PSE QAT SAU SGP SLB SYR THA TJK TKM TLS TON TUV UZB VNM VUT WSM YEM
eastern-european-states ALB ARM AZE BGR BIH BLR CZE EST GEO HRV HUN LTU LVA MDA MKD MNE POL ROU RUS SRB SVK SVN UKR
latin-american-and-caribbean-states ARG ATG BHS BLZ BOL BRA BRB CHL COL CRI CUB DMA DOM ECU GRD GTM GUY HND HTI JAM KNA LCA MEX NIC PAN PER PRY SLV SUR TTO URY VCT VEN
western-european-and-other-states AND AUS AUT BEL CAN CHE DEU DNK ESP FIN FRA GBR GRC IRL ISL ISR ITA LIE LUX MCO MLT NLD NOR NZL PRT SMR SWE TUR USA`;

export const regions = ["africa", "americas", "asia", "europe", "oceania"] as const;

export const regionalGroups = [
  "african-states",
  "asia-pacific-states",
  "eastern-european-states",
  "latin-american-and-caribbean-states",
  "western-european-and-other-states",
] as const;

const rowsOf = (table: string): string[][] =>
  table
    .trim()
    .split("\n")
    .map((line) => line.split(" "));

/** Where each country lies. */
const places = new Map(
  rowsOf(subRegionTable).flatMap(([region = "", subRegion = "", ...codes]) =>
    codes.map((code) => [code, { region, subRegion }] as const),
  ),
);

const groups = new Map(
  rowsOf(groupTable).flatMap(([group = "", ...codes]) => codes.map((code) => [code, group] as const)),
);

/** What a country counts as where it is in no region or group: such as Antarctica, or an area of a State elsewhere. */
export const unknown = "unknown";

/** M49's region, such as `africa`. */
export const regionOf = (country: string): string => places.get(country)?.region ?? unknown;

/** M49's sub-region, such as `northern-africa`. */
export const subRegionOf = (country: string): string => places.get(country)?.subRegion ?? unknown;

/** The regional group of a Member State, or of an observer that takes part in one. */
export const regionalGroupOf = (country: string): string => groups.get(country) ?? unknown;
