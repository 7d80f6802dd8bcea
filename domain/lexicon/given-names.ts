/**
 * Common given names of several countries, from general knowledge. They serve the label and the second tier; a name that is not among them
 * is found by its capital all the same.
 */
const listed = `
aaron abby abdul abdullah abigail abraham adam adrian adriana ahmed aisha alan albert alberto alejandra alejandro aleksander alessandro alex
alexander alexandra alexandre alexis alfred ali alice alicia alina alison allison amanda amber amelia amina amir amit amy ana anastasia anders andrea
andreas andrei andrew andrzej andy angela angelica angelina angelo anil anita anja ann anna anne annette annie anthony antoine anton antonio anya
ariana arjun arnold arthur arun ashley astrid audrey axel barbara barry beatrice beatriz ben benjamin bernard bernd beth betty bianca bjorn bob bobby
boris brad bradley brandon brenda brendan brett brian bridget britney bruce bruno bryan caitlin camila camille carl carla carlos carmen carol carolina
caroline catherine cathy cecilia chad charles charlie charlotte chelsea cheryl chiara chris christa christian christina christine christopher cindy
claire clara claudia clemens colin connor constance courtney craig cristina crystal curtis cynthia daisy damian dan dana daniel daniela danielle danny
darren dave david dawn dean deborah debra deepak denise dennis derek diana diane diego dieter dilip dimitri dominic dominik donald donna doris dorothy
douglas doug duncan dustin dylan ed eddie edgar edith eduardo edward edwin eileen elaine eleanor elena eli elijah elisabeth elise elizabeth ella ellen
elsa emanuel emily emil emilia emma emmanuel enrique eric erica erik erika erin ernest esther ethan eugene eva evan evelyn fabian fatima felicia felix
fernanda fernando fiona florence francesca francesco francis francisco frank franz fred frederick frederic friedrich gabriel gabriela gabriella gareth
gary gavin gemma geoffrey george georgia gerald gerard gerhard gianni gilbert gina giorgio giovanni giulia giuseppe glenn gloria gordon graham greg
gregory greta guillermo gunther gustav guy hannah hans harold harry hassan hans-peter heather hector heidi heinrich helen helena helga henri henrik
henry herbert hiroshi holly howard hugh hugo hussein ian ibrahim ida igor ines ingrid irene irina iris isaac isabel isabella isabelle ismail ivan jack
jackie jackson jacob jacqueline jacques jaime jake james jamie jan jana jane janet janice jason javier jay jean jeff jeffrey jenna jennifer jenny jens
jeremy jerome jerry jesse jessica jesus jill jim jimmy joan joanna joanne joe joel johan johanna johannes john johnny jon jonas jonathan jordan jorge
jose josef joseph josephine josh joshua joyce juan juana juanita judith judy julia julian juliana julie juliet julio justin karen karin karl karolina
kate katarina katarzyna katherine kathleen kathryn kathy katie katrina kayla keith kelly ken kenji kenneth kerry kevin khalid kim kimberly klaus kristen
kristin kristina krzysztof kumar kurt kyle lara larry lars laura lauren laurence lea leah leila lena leo leon leonard leonardo leroy leslie lewis liam
lidia lila lillian lily linda lindsay lisa logan lois lorenzo lori lorraine louis louise luca lucas lucia luciana lucy luis luisa luiza lukas luke lydia
lynn madeleine madison magdalena maggie mahmoud malcolm manfred manuel marc marcel marcia marco marcos marcus margaret margarita maria mariana marie
marilyn marina mario marion marisa mark markus marlene marta martha martin martina marvin mary maryam mateo mathias matilda matt matteo matthew
matthias maureen maurice max maxim maximilian maya megan mehmet melanie melinda melissa mercedes michael michaela michele michelle miguel mikael mike
mikhail milan mildred milos miranda miriam mitchell mohamed mohammad mohammed molly monica monika morgan moritz muhammad mustafa nadia nadine nancy
naomi natalia natalie natasha nathan nathaniel neil nelson nicholas nick nicola nicolas nicole nigel nikita niklas nina nora norma norman olaf oleg
olga oliver olivia olivier omar oscar oskar otto owen pablo pamela paolo pascal patricia patricio patrick paul paula paulina pauline paulo pedro peggy
penelope penny pete peter petra phil philip philipp phillip pierre pilar piotr priya rachel rafael rainer raj rajesh ralph ramon randy raul ravi ray
raymond rebecca regina reinhard renata rene ricardo richard rick ricky rita rob robert roberta roberto robin rodney rodrigo roger roland rolf roman ron
ronald rosa rosalie rosemary ross roy ruben rudolf russell ruth ryan sabine sabrina sally salvatore sam samantha samir samuel sandra sandy sanjay sara
sarah sasha scott sean sebastian serena sergei sergio seth shane shannon sharon shaun shawn sheila shelly sherry shirley sidney silvia simon simone
sofia sonia sophia sophie soren stacy stan stanley stefan stefania stefano stella stephan stephanie stephen steve steven stuart sue sunil suresh susan
susana susanne suzanne sven svetlana sylvia tamara tania tanya tara tatiana ted teresa terry thelma theo theodore theresa thiago thomas tiffany tim
timothy tina tobias todd tom tomas tommy toni tony tracy travis trevor tyler ulrich umberto ursula valentina valerie vanessa vera veronica vicki victor
victoria vijay viktor vincent vincenzo virginia vivian vladimir walter wanda wayne wendy werner wilhelm william willie wolfgang xavier yasmin yolanda
yosef yuki yuri yusuf yvonne zachary zoe zoltan akira amara anh chen chidi fatou feng hao hiro jin jing kaori keiko kenta kofi kwame lei li ling mei
min minh naoko ngozi nguyen olu rahul rohan sakura satoshi takashi takumi tariq thanh wei xiao yan ying yoko yuto zainab zhang imran lakshmi meera neha
nisha pooja rakesh ramesh rohit sanjana shreya sneha sunita vikram aino eero eino helmi juhani mika mikko pekka timo bogdan dragan goran ivana jelena
jovan luka marko milena mirjana nikola petar snezana vesna zoran agnieszka ewa grzegorz jakub jerzy joanna-maria kasia malgorzata marcin mateusz michal
pawel tomasz wojciech jiri lenka lukasz pavel zdenek aoife ciara eoin niamh siobhan eilidh rhys sian
`;
export const givenNames: ReadonlySet<string> = new Set(listed.trim().split(/\s+/));
/** Of these, what is an everyday word with a capital as often: it takes more than the list to call it a name. */
export const weakNames: ReadonlySet<string> = new Set(
  "guy jean dean dawn penny ray max min li chen yan an mark art bill frank grant jack ken kim jay ed dan tim alexis amber crystal daisy sandy olive regina milan florence virginia georgia jordan austin paris charlotte sydney madison victoria jackson lincoln nelson wayne howard norman roman mercedes jesus christian angel hugo lei jin wei constance iris".split(
    " ",
  ),
);
