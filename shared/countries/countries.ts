/**
 * The Member States of the United Nations and the two observer States, the Holy See and the State of Palestine, by their
 * ISO 3166-1 alpha-3 codes, as of 2026.
 */
const states = `
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA CAF
CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI
FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN
KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT
MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY PSE
QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS
TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VAT VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE`;

/** The other officially assigned codes of ISO 3166-1 alpha-3, as of 2026: areas that are no State. */
const areas = `
ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM HKG HMD IMN IOT JEY
MAC MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL TWN UMI VGB VIR WLF`;

/**
 * The codes of persons without a nationality, or with one that is no country's: ICAO Doc 9303, part 3, section 5 (eighth
 * edition, 2021). The code of specimens, UTO, withdrawn codes and the one that signs lists are left out here and below.
 */
const personStatuses = "XXA XXB XXC XXX GBD GBN GBO GBP GBS UNK";

/** The codes of organizations that issue travel documents, from the same list. */
const organizations = "EUE UNO UNA XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO";

const splitCodes = (codes: string): readonly string[] => codes.trim().split(/\s+/);

/** The Member States and the observer States. */
export const stateCodes = splitCodes(states);

const stateCodeSet: ReadonlySet<string> = new Set(stateCodes);

/** Whether a code is that of a Member State or an observer State. */
export const isState = (code: string): boolean => stateCodeSet.has(code);

/** The countries and areas of ISO 3166-1. */
export const countryCodes: ReadonlySet<string> = new Set([...stateCodes, ...splitCodes(areas)]);

const personStatusCodes = splitCodes(personStatuses);

/** The codes of travel documents, persons without a nationality first. */
export const travelDocumentCodes = [...personStatusCodes, ...splitCodes(organizations)];

/** Countries, areas and organizations: whatever has a code and can be represented at some conference. */
export const participantCodes: ReadonlySet<string> = new Set([...countryCodes, ...splitCodes(organizations)]);

/**
 * Whether a conference's list may have a code: a known one, or one of the conference's own of three capital letters, but
 * not the code of a person's status.
 */
export const isParticipantCode = (code: string): boolean =>
  /^[A-Z]{3}$/.test(code) && !personStatusCodes.includes(code);

/** What a nationality can be: a country or area, or a code of travel documents. Each has a name in every language. */
export const nationalityCodes: ReadonlySet<string> = new Set([...countryCodes, ...travelDocumentCodes]);
