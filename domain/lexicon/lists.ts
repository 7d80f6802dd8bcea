/** Short lists of facts about how names and places are written. Every list is compared in lower case, and none of them is needed to find. */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const honorifics = words(
  "mr mrs ms mx miss dr prof professor sir madam dame lord lady rev reverend fr father sister capt captain lt col sgt gen maj herr frau señor señora sr sra mme mlle monsieur madame hon judge justice",
);
export const particles = words(
  "van von de der den del della di da do dos das du des la le el al bin ibn ben abu af av ter ten zu zum y e of the och 't u pri nad pod ob bei im sur sous lès près kod sul",
);
/** Particles that stand within a person's name; the others only within places and organisations. */
export const nameParticles = words(
  "van von de der den del della di da do dos das du des la le el al bin ibn ben abu af av ter ten zu zum 't",
);
export const streetWords = words(
  `street st str straat strasse straße road rd avenue ave av avda avenida lane ln drive dr boulevard blvd court ct place pl plaza plads square sq
  terrace way highway hwy parkway pkwy circle cir crescent close row walk alley gardens trail loop route rte rue via viale vicolo piazza corso
  calle carrer rua travessa estrada camino camiño paseo praça ul ulica ulitsa utca tér gasse weg allee platz plein laan gracht kade quai chemin
  impasse cours zona trg cesta ulice náměstí tänav gata gatan vägen vegen veien katu tie vej gade esplanade mews grove ridge turnpike pike bypass
  crossing junction contrada largo vía ronda strada bulevar prospekt pr-t`,
);
/** Street words that are written without a capital in their own languages, and those that are a word of everyday English too, and say nothing where no number stands before the name. */
export const smallStreets = words(
  "ul ulica rue via calle rua avenue avda carrer utca u trg viale piazza str boulevard bd chemin impasse allée place quai tér",
);
export const weakStreets = words(
  "place way drive court close row walk trail loop route via tie ridge dr pl st cir grove square circle crossing pike",
);
export const streetEnding =
  /(?:straße|strasse|stasse|straat|steenweg|gasse|allee|platz|plein|plads|plaats|laan|gracht|kade|dreef|singel|damm|ufer|stra[sß]+e|vej|gade|gata|gatan|vägen|vegen|veien|vägan|gränd|katu|kuja|polku|utca|körút|weg|veien|straede|stræde|lände|promenade|steig|stieg|chaussee)$/u;
export const units = words("apt apartment suite ste unit flat room rm floor box appt apto lote piso");
export const military = words("apo fpo dpo psc usns usnv usss uss uscgc");

export const organisationEndings = words(
  "inc incorporated ltd limited llc llp plc corp corporation co company gmbh ag kg sa sarl spa srl nv bv ab as oy pty group holdings partners associates sons bank university college institute foundation association agency ministry department committee council society hospital clinic school laboratories labs technologies technology systems solutions software services industries enterprises ventures capital media networks airlines motors pharmaceuticals consulting insurance energy studios entertainment international",
);

/** Countries as CLDR names them, and cities by which time zones are called. */
const regionNames = new Intl.DisplayNames("en", { type: "region" });
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const notPlaces = new Set([
  "World",
  "Africa",
  "Unknown Region",
  "Pseudo-Accents",
  "Pseudo-Bidi",
  "Eurozone",
  "European Union",
  "United Nations",
]);
const regions = [...letters].flatMap((a) =>
  [...letters].flatMap((b) => {
    const name = regionNames.of(a + b) ?? "";
    // "Myanmar (Burma)": either is a name.
    return name === a + b || notPlaces.has(name) ? [] : name.split(/ \(|\)/).filter(Boolean);
  }),
);
const zones = Intl.supportedValuesOf("timeZone").flatMap((zone) => zone.split("/").slice(-1));
const states =
  "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming|Ontario|Quebec|British Columbia|Alberta|Bavaria|Scotland|England|Wales|Northern Ireland|Catalonia|Europe|Asia|Africa|America|North America|South America|Oceania|Antarctica|Middle East|Scandinavia";
const others =
  "Kingdom of the Netherlands|People's Republic of China|USA|US|U.S.|UK|Hong Kong|Macau|Myanmar|Côte d'Ivoire|Democratic Republic of the Congo|Republic of the Congo|South Korea|North Korea|Slovak Republic|Netherlands Antilles|Virgin Islands|Western Sahara|U.K.|UAE|Russia|Macedonia|Swaziland|Ivory Coast|Cape Verde|Burma|Czech Republic|Republic of Ireland|Korea|Vatican City|Holland|Great Britain|Turkey|East Timor|Palestine|Congo|Micronesia|Trinidad and Tobago|Antigua and Barbuda|Bosnia and Herzegovina|São Tomé and Príncipe|Saint Lucia|Saint Kitts and Nevis|Saint Vincent and the Grenadines|The Gambia|The Bahamas|Barcelona|Munich|Hamburg|Cologne|Frankfurt|Milan|Naples|Turin|Florence|Venice|Lyon|Marseille|Toulouse|Nice|Rotterdam|The Hague|Antwerp|Geneva|Basel|Kraków|Saint Petersburg|St. Petersburg|Kyoto|Osaka|Beijing|Shenzhen|Guangzhou|Mumbai|Delhi|New Delhi|Bangalore|Chennai|Hyderabad|San Francisco|Boston|Seattle|Philadelphia|Houston|Dallas|Austin|San Diego|Miami|Atlanta|Washington|Washington D.C.|Las Vegas|New Orleans|Baltimore|Pittsburgh|Cleveland|Minneapolis|Manchester|Birmingham|Liverpool|Leeds|Glasgow|Edinburgh|Cardiff|Oxford|Cambridge|Montreal|Ottawa|Calgary|Rio de Janeiro|Cape Town|Tel Aviv|London|Paris|Berlin|Rome|Madrid|Vienna";
const known = [...regions, ...zones, ...states.split("|"), ...others.split("|")]
  .flatMap((name) => [name, name.replace(/^St\. /, "Saint "), name.normalize("NFD").replace(/\p{M}/gu, "")])
  .map((name) => name.replaceAll("_", " ").replace(" & ", " and ").replaceAll("’", "'").toLowerCase())
  .filter((name) => name.length > 1 && !/^(?:utc|gmt|est|mst|hst|center|eastern|pacific|central|knox|buffalo|nice|us)$/.test(name));
export const placeNames: ReadonlySet<string> = new Set(known);
/** How many words the longest place has that begins with a word. */
export const placeHeads: ReadonlyMap<string, number> = (() => {
  const heads = new Map<string, number>();
  for (const name of known) {
    const parts = name.split(/[ .]+/);
    heads.set(parts[0] ?? "", Math.max(heads.get(parts[0] ?? "") ?? 0, parts.length));
  }
  return heads;
})();
export const usStates = words(
  "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AA AE AP",
);

/** Nationalities, religious and political groups. */
export const groups = words(
  `afghan albanian algerian american andorran angolan argentine argentinian armenian australian austrian azerbaijani bahamian bahraini bangladeshi
  barbadian belarusian belgian belizean beninese bhutanese bolivian bosnian botswanan brazilian british bruneian bulgarian burkinabe burmese burundian
  cambodian cameroonian canadian chadian chilean chinese colombian comoran congolese croatian cuban cypriot czech danish djiboutian dominican dutch
  ecuadorian egyptian emirati english eritrean estonian ethiopian fijian filipino finnish french gabonese gambian georgian german ghanaian greek
  grenadian guatemalan guinean guyanese haitian honduran hungarian icelandic indian indonesian iranian iraqi irish israeli italian ivorian jamaican
  japanese jordanian kazakh kazakhstani kenyan kiribati korean kosovan kuwaiti kyrgyz lao laotian latvian lebanese liberian libyan liechtensteiner
  lithuanian luxembourger macedonian malagasy malawian malaysian maldivian malian maltese marshallese mauritanian mauritian mexican micronesian
  moldovan monacan mongolian montenegrin moroccan mozambican namibian nauruan nepalese nepali nicaraguan nigerian nigerien norwegian omani pakistani
  palauan palestinian panamanian paraguayan peruvian polish portuguese qatari romanian russian rwandan salvadoran samoan saudi scottish senegalese
  serbian seychellois singaporean slovak slovakian slovene slovenian somali spanish sudanese surinamese swazi swedish swiss syrian taiwanese tajik
  tanzanian thai togolese tongan trinidadian tunisian turkish turkmen tuvaluan ugandan ukrainian uruguayan uzbek vanuatuan venezuelan vietnamese welsh
  yemeni zambian zimbabwean european asian african latino latina hispanic arab kurdish tibetan basque catalan americans europeans asians africans
  germans italians russians canadians mexicans australians indians christian christians muslim muslims jewish jew jews hindu hindus buddhist buddhists
  catholic catholics protestant protestants sikh sikhs mormon mormons atheist atheists orthodox evangelical democrat democrats republican republicans
  communist communists socialist socialists conservative`,
);
/** Of these, what is an everyday word or the name of a language as often. */
export const weakGroups = words("orthodox conservative polish english french german spanish lao kiribati latino latina");

const jobHeads =
  "accountant actor actress administrator adviser advisor agent analyst architect artist assistant associate attorney auditor author banker barrister broker builder buyer chef chemist clerk clinician coach consultant contractor controller coordinator counsellor counselor curator dancer dealer dentist designer developer dietitian director doctor drafter driver economist editor educator electrician engineer estimator examiner executive farmer fisherman geologist geophysicist hygienist illustrator inspector instructor interpreter journalist judge laborer lawyer lecturer librarian manager mathematician mechanic merchant midwife musician navigator nurse officer operator optician optometrist photographer physician physicist physiotherapist pilot planner plumber policeman practitioner producer professor programmer psychologist psychiatrist psychotherapist receptionist repairer reporter representative researcher retailer salesperson scientist secretary sergeant solicitor specialist statistician strategist superintendent supervisor surgeon surveyor teacher technician technologist tender therapist trader trainer translator treasurer tutor undertaker veterinarian waiter waitress worker writer zoologist ceo cto cfo president";
export const jobs = words(jobHeads);
