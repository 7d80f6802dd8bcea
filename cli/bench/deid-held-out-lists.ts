const words = (list: string) => list.trim().split(/\s*,\s*/);

/** Lists that only the held-out texts use. */
export const heldOutLists = {
  first: words(
    "Ottilie, Chidinma, Rasmus, Yuki, Leopold, Anneke, Tadeusz, Siobhan, Emeka, Priyanka, Bartholomew, Ingeborg, Mateo, Zainab, Håkon, Svetlana, Dmitri, Oluwaseun, Catarina, Wendell, Imogen, Farid, Noor, Ezekiel, Marguerite, Tomasz, Aoife, Lakshmi, Giancarlo, Beatriz, Kwame, Hiroshi, Elspeth, Radomir, Xiomara, Delphine, Conrad, Thandiwe, Ulrich, Philippa, Ruth, Carol, Edward, Monica, Stanley, Teresa, Harold, Irene",
  ),
  last: words(
    "Abernathy, Okonkwo, Lindqvist, Takahashi, van der Meer, Kowalczyk, O'Rourke, Adeyemi, Raghunathan, Featherstonehaugh, Ibarra, Haddad, Brekke, Morozova, Castellano, Ferreira, Whitcombe, Nakamura, Achterberg, Mbeki, Thistlethwaite, Delacroix, Petrov, Szymanski, Villanueva, Oyelaran, Grünwald, Sutherland, Bhattacharya, Quispe, Marchetti, Eriksen, Doyle, Pemberton, Hashimoto, Zielinski, Fairweather, Kaplan, Underhill, Baptiste, Stone, Fields, Marsh, Young, Bishop, Day",
  ),
  cities: words(
    "Ghent, Porto, Utrecht, Aberdeen, Tulsa, Boise, Ljubljana, Bergen, Kraków, Nagoya, Accra, Cork, Valparaíso, Chattanooga, Des Moines, Baton Rouge, Haifa, Izmir, Lagos, Bilbao, Trondheim, Spokane, Fort Wayne, Salzburg, Leeds, Hobart, Winnipeg, Chiang Mai, San Marino, Bath",
  ),
  countries: words(
    "Norway, Uruguay, Ghana, Slovenia, the Netherlands, New Zealand, Sri Lanka, Costa Rica, Morocco, Estonia, Vietnam, Paraguay, the Czech Republic, Tanzania, Iceland, South Korea, Jordan, Chad",
  ),
  groups: words(
    "Norwegian, Ghanaian, Welsh, Uruguayan, Jewish, Catholic, Estonian, Sri Lankan, Muslim, Vietnamese, Moroccan, Hindu, Slovenian, Dutch, Scottish, Tanzanian, Icelandic, Korean",
  ),
  organisations: words(
    "Brightwater Foundation, University of Aberdeen, Helvetia Insurance, the Red Cross, Northgate Primary School, Deutsche Bahn, Toyota, Spotify, Unilever, St. Mary's Hospital, Lufthansa, Médecins Sans Frontières",
  ),
  endings: words("Ltd, Inc, Group, Holdings, and Sons, Consulting, Logistics, Bank, Partners, LLC, GmbH, Associates"),
  jobs: words(
    "plumber, senior accountant, paralegal, software engineer, nurse, head of procurement, translator, civil engineer, pharmacist, piano teacher, bus driver, data analyst",
  ),
  streets: words(
    "Juniper, Old Mill, Kestrel, Wellington, Saltmarsh, Quarry Hill, Larchmont, Station, Beech, Cromwell, Harbour View, Tanner's, King George, Orchard, Sycamore, Mulberry",
  ),
  states: words("OR, Ohio, NC, Vermont, WA, Idaho, TN, Maine, Iowa, NM"),
  months: words("January, February, March, April, May, June, July, August, September, October, November, December"),
  weekdays: words("Monday, Tuesday, Thursday, Saturday, next Friday"),
} as const;
