/**
 * English words that are written in lower case far more often than with a capital, counted over public speeches and dialogues, less those that
 * are made of others here by an ending. What a detector starts from before it has counted the corpus itself; where the corpus says otherwise,
 * the corpus is right.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `
ab abandon abdominal ability able aboard about above abroad abs absence absent absolute absorb absorption abstract abstraction absurd abundance
abundant abuse abusive academia academic accelerate acceleration accelerator accent accept acceptable acceptance access accessibility accessible
accessory accident accidental accidentally accidently acclaim accommodate accommodation accompanied accompany accomplish accomplishment accordance
according accordingly account accountability accountable accumulate accumulation accuracy accurate accurately accused accustomed achievable achieve
achievement acid acidic acidity acknowledge acquire acquisition acre acrobatic acronym across act action actionable activate activation active
actively activism activity actor actress actual actualizing actually actuators acute ad adapt adaptability adaptable adaptation adaptive add
addiction addition additional address adequate adequately adhere adherence adhesive adjacency adjacent adjust adjustable adjustment administration
administrative admiration admission admit adolescent adopt adoption adorned ads adult adulthood advance advancement advantage advantageous advent
adventure adventurous adversarial adverse adversity advice advisable advise advisor advocacy advocate aerial aesthetic aesthetically affairs affect
affection affectionate affiliate affinity affirm affirmations afforadable afford affordable afraid after afterlife afternoon afterward again against
age aged agency agenda agent aggregate aggression aggressive aggressively agile agility aging ago agree agreement agricultural agriculture agua ah
ahead aid aim aimlessly ain't air aircraft airflow airline airplane airports airtight alarm albeit album alcohol alcoholic alert algebraic algorithm
algorithmic alien align alignment alike alive all allergies alleviate alliance allocate allocation allow ally almonds almost alone along alongside
aloof alot aloud already also altar alter alterations alternate alternative although altitude altogether altruism altruistic aluminum always am
amazed amazing ambas ambient ambiguity ambiguous ambition ambitious amendment amenities amidst ammo ammunition among amongst amount amp ample
amplitude amusement amusing an analogous analogy analyses analysis analyzed analyzing anatomy ancestor ancestral ancestry anchor ancient and
anecdotes anew anger angle angry angular animal animation anime anniversary announce annoying annual annually anonymous another answer antagonist
antennae anticipate antics antisocial antivirus anxiety anxious any anybody anymore anyon anyone anyonic anything anytime anyway anywhere apart
apartment api aplicaciones apocalyptic apologize app apparent apparently appeal appear appearance append appetite apples applicable application
applied apply appoint appointment appreciate appreciation approach appropriate appropriately approval approve approximate approximately
approximation april apt aquatic arbitral arbitrarily arbitrary arbitration archaeological architectural architecture are area aren't argue argument
arid arise arithmetic arm armor army arose around arousal arrange arrangement array arrival arrive arrow art article artifact artificial
artificially artisans artistic artwork as asap ascending ashes aside ask asleep aspect assault assemble assembly assert assess assessment asset
assign assignment assimilate assimilation assistance assistants associate associations assume assumption assurance assure asteroid astronomy
asymptotic async asyncio at ate athletes atm atmosphere atmospheric atom atomic atop attach attachment attack attain attempt attend attendance
attendees attention attire attitude attorney attract attraction attractive attractiveness attribute attribution audience audio audit august
authentic authentication authenticity author authoritarian authority authorization auto automakers automate automatic automatically automation
autonomous autonomy autumn availability available average avg avocado avoid avoidance await awake award aware awareness away awk awkward ax axes
axis babies back backend background backpack backpropagation backstory backup backward backyard bacon bacteria bad badly bag bait bake balance
balcony ball ban bananas band bandwidth bank bar bare barely bargain bark barley barn barrel barrier base bash basic basically basil basis basket
batch bath bathroom batter battery battle battlefield be beaches beam bean bear beasts beat beaten beautiful beautifully beauty became because
become bed bedroom bedtime beef been before beforehand began begin begun behalf behave behavior behavioral behaviour behind being belief believe
belly belong beloved below belt benches benchmark bend beneath beneficial beneficiary benefit bent berries beside best bet beta betrayal between
beverage beyond bias biblical big bike billing billion bills binary bind biodiversity biological biologist biology biotechnology bipartisan birch
bird birdwatching birth birthday bishop bit bite bitterness bizarre black blackboard blades blame blank blast blend bless blind blindly bloated
block blockchain blockquote blog blood bloodshed bloodstream bloody blow blown blur blurry board boasts boat bodily body boil bold bolts bomb bond
bone bonus book boolean boost boot booty booze border borderline boredom born borne borrow boss bot both bottle bottlenecks bottom bought bounce
bound boundary bounty bourbon bout bow bowl box bpm br brain brake branch brand brandy bravely bravery breach bread break breakdown breakfast
breakthroughs breast breath breathe breed breeze brewed brewing bridges brief briefly bright brightly brightness brilliant bring bro broad broadcast
broaden broadly broccoli broke broken brother brought brown browse brush brutal brute btw bubble bucket bucks budget budgetary buds buffer bug build
buildup built builtin bulb bulk bullet bunch bundle burden bureaucracy burgers burial buried burn burnout burst bury bus bush business bustling busy
but button buy by bye byproduct cab cabbage cabin cable cacti cada caffeine cake calcium calculate calculation calculator calculus calendar
calibration call calm calmly calmness calorie came camels camera camp campaign can can't cancel cancer candidate candy cannot canopy cant cantidad
canvas cap capability capable capacidad capacity capital capitalism capitalization capoeira cappuccinos captivate capture car carbohydrates carbon
carbonate card cardboard cardiovascular care careful carefully caregivers cargo carried carry cartoon carved case cash cashews cast castle castor
casual casualties cat catastrophic catch catchy categorical categorize category cattle caught cauliflower causality cause caution cautious
cautiously cave caveman cc cdot cease ceiling celebrate celebration celebrity celestial cell cellular cement censorship centered centrales
centralized century ceramic ceremony certain certainty certificate certification certified ch chain chair chalk challenge chambers chance change
channel chanting chaos chaotic chapter char character characteristic characterized charcoal charge chariot charitable charity charm charset chart chasing
chat chatbot chatgpt cheap cheat check checkout cheer cheerful cheers cheese cheesecacke cheesecloth cheesy chemical chemically chemistry cherish
cherry chess chest chew chicken child childbirth childhood children chill chip chives chmod chocolate choice choose chopped chord chorus chose
chosen chr chronic chunks churches cider cinnamon circles circuit circular circulate circulation cite citizens citizenship citrus city civilian
civilization civilized claim clarification clarify clarity clash class classic classical classification classified classify classmates classroom
clause clay clean clear clearly clergy clever cleverly click client cliff climate climb clinical clip clipboard clock close closely closeness
closure cloth cloud cloudy cloves clubs clue clutch clutter cm coaching coal coarse coastal coastline coat cocktail cocoa coconut code codebase
coefficients coexist coffee cognition cognitive coherence coherent cohesion cohesive coil coin col cold cole collaborate collaboration collaborative
collaboratively collapse colleague collect collection collective collectively college collide collision colonial colonialism colonization colony
color coloration colorful colour column com coma combat combination combine combustion come comedian comedic comedy comfort comfortable comfortably
comics command commence comment commentary commerce commercial commercialization commercially commit commitment common commonly commonplace
communicate communication communism community compact companion company comparable compare comparison compass compassion compassionate compatibility
compatible compensation compete competence competent competition competitive compilation compile complement complementary complete completely
completion complex complexity compliance complications comply component composition compost compound comprehend comprehension comprehensive
compression compressor compromise computation computational computationally compute concentrate concentration concept conception concern concert
concise concisely conclude conclusion conclusive concrete concurrency concurrent concurrently condensation condiciones condition conditional
conducive conduct conf conferences confidence confident confidential confidentiality confidently config configuration configure confined confines
confirm confirmation conflict conform conformity confront confrontation confuse confusion congestion congressional conjunction connect connection
connectivity conquer conquest conscience conscious consciousness consecutive consensus consent consequence conservation conservative conserve
consider considerable considerably consideration consistency consistent consistently console consonant const constant constantly constitute
constitutional constraint construct construction constructive constructively constructor consult consultation consume consumption contact contain
contaminated contamination contemporary content contentment contest context contextual continent continually continue continuity continuous
continuously contract contraction contrary contrast contribute contribution contributors control controversial controversy convenience convenient
conventional conventions converge convergence conversation conversational conversion convert convey conviction convince convolutional cook cookie
cool cooperate cooperation cooperative coordinate coordination cope copper copy copyright coral core corn cornstarch corporate corporation corpus
correct correction correctly correctness correlated correlation correspond correspondence corrosion corrupt corruption coruse cos cosmetic cosmic
cosmology cosmos cosplay cost costly cotton couch could couldn't counsel counselors count counteract counterattack counterintuitive countless
country countrymen countryside couple courage courageous course courts cover coverage coworker cozy crack crackdown craft crash crate craving crazy
cream creamy create creation creative creatively creativity creator creature credentials credibility credible credit creepy crew crime criminal
crises crisis criteria critical critically criticism critics crop cross crossword crotch crowd crucial cruciferous cruel cruelty crumbs crush crust
cryptic crypto cryptocurrency cryptographic cryptography crystals css csv cuando cube cubic cucumbers cuisine culminating cultivate cultural
culturally culture cuneiform cunning cup curated cure curiosity curious curly currency current currently curriculum curvature curve custody custom
customizable customization customize cut cute cutoff cv cyber cyberattacks cybersecurity cycle cylinder da dad daily dairy damage damp dance dandere
danger dangerous dare dark darkness dash data database dataset date datetime daughter daunting day daylight daytime dead deadly deal dealt dear
death debate debido debit debris debt debug debut decade decaf decaffeinated decay deceased deceive december decency decent decentralized deception
decide decimal decision decisive deck declarative declare decline decode decoherence decoration decorative decrease dedicate dedication deeds deep
deeply def default defeat defects defend defense defensive deficit define definite definitely definition definitive definitively deforestation
degradation degree dehydration deity del delay delete deliberately delicate delicious delight deliver delivery delve demand demeanor demise
democracy democratic demographic demonstrate demonstration demonstrators denial denied dense density dentist deny depart departments departure
depend dependence dependency dependent depict depleted depletion deploy deployment depression depth derivative derive descend descendants descent
describe description descriptive deserialize deserts deserve design designated desirable desire desk desktop despair desperate desperately despite
destination destined destiny destroy destruction destructive detail detect detection detective detector deter determination determine determinism
deterministic detrimental dev devastating develop development developmental device devotion di diabetes diagnose diagnosis diagnostic diagonal
diagonally diagram dial dialect dialog dialogue diameter diamonds diarrhea dice dictate dictatorship dictionary did didn't die died diet dietary
diferencia diferentes differ difference different differential differently difficult difficulty diffraction dig digestion digestive digit digital
digitally dignity diligence dimension dimensional dimly dine dinner dioxide dip diplomacy diplomatic dire direct direction directly director
directory dirt dirty disability disable disadvantage disagree disagreement disappear disappointed disappointment disaster disc discharge discipline
disclosure discomfort disconnect discontent discourage discourse discover discovery discrete discrimination discriminatory discuss discussion dise
disease dish dishonest disk dislike disorder disoriented dispatch disperse displace displacement display disposable disposal dispute disregard
disrupt disruption disruptive dissatisfaction dissent dissolution dissolve dist distance distant distilled distinct distinction distinctive
distinguish distorted distortion distract distraction distress distribute distribution disturb div dive diverse diversification diversified
diversify diversity divide divine divisible division diy dizziness do doctor document documentary documentation dodging does doesn't doesnt dog
doing dollar domain domestic domestically dominance dominant dominate domination don't donations donde done dont door dopamine dos dosage dose dot
doth double doubt dough down download downside downstream downtime downward draft drag drain drainage dramatic dramatically drastic drastically draw
drawn dream dress drew dried drift drink drip driven driver drives driving drizzle drone drop droplets drought drove drug druid drunk drunken dry dt
du dual duality ducts ductwork due dull dungeon duplication durability durable duration during dust duty dwarf dx dying dynamic dynamically
dystopian each eachother eager eagerly ear earlier earliest early earn ease easier easiest easily easy eat eaten echo eco ecological ecology
economic economical economically economies economist ecosystem ect edge edible edit editor educate education educational educators eerie effect
effective effectively effectiveness efficacy efficiency efficient efficiently effort effortlessly eficiencia egg eight eighth either ejemplo
elaborate elderly election electric electrical electrician electricidad electricity electromagnetic electromagnetism electron electronic elegant
element elemental elementary eleven elf elif eligible eliminate elimination else elsewhere elusive elven elves email embargo embark embarrassing
embedded embedding embrace emerge emergence emergency emission emit emotion emotional emotionally emotionless empathetic empathy emphasis emphasize
empires empirical employ employee employment empty emulation enable enact enactment enchanted enclosed encode encounter encourage encouragement
encryption end endanger endeavor endless endlessly endoftext endorphins endowed endpoint endurance endure enemy energ energetic energy enforce
enforcement engage engagement engineer engines english enhance enjoyable enjoyed enjoying enjoyment enjoys enlightened enormous enough ensemble
enslaved ensure entangled entanglement enter enterprises entertain entertainment enthusiasm enthusiasts entire entirely entirety entitled entity
entrance entre entrepreneurship entropy entry enumerate environ environment environmental environmentally enzymes epic episode epistemology eq equal
equality equally equation equilibrium equipment equitable equity equivalent era erase ergonomic erosion err error escalate escape espec especially
espresso essay essence essential essentially est esta establish establishment esteem estimate estimation estrogen etc etcetera etched eternal
ethanol ethical ethically ethnic ethnicity etymology euphoria evaluate evaluation evaporate evaporation evaporator evasion even evenly event
eventual eventually ever every everybody everyday everyone everything everywhere evidence evident evil evoke evolution evolutionary evolve
exacerbate exact exactly exaggerated exam examination examine example exceed excellence excellent excels except exception exceptional excess
excessive excessively exchange excitedly excitement exclusion exclusive exclusively excuse executable execute execution executives exercise exert
exhaust exhaustion exhaustive exhibit exist existence exit exotic expand expanse expansion expect expectancy expectation expeditions expenditure
expense expensive experience experiment experimental experimentally experimentation expert expertise explain explainable explanation explicit
explicitly explode exploit exploitation exploration explore explosion explosive exponential exponentially export expose exposure express expression
expressive expressiveness extend extension extensive extensively extent exterior external externally extinct extinction extra extract extraction
extraordinary extreme extremely eye fabric fabrication fabulous face facial facilitate facility fact factor factorial factories factual fade fail
failure faint fair fairly fairness faith faithfully fake fall false falsehoods fame familiar familiarity familiarize family famous fan fancy
fantastic fantasy faq far fare farm farmland farther fascinated fascinating fashion fast fat fatal fate fateful father fatigue fatty fault faulty
fauna favor favorable favorite favourite fbx fear fearful fearless fearsome feasibility feasible feat feathers feature february fed fee feed
feedback feedforward feel feet feline fell fellow felt female feminine femininity fer fermentation fermented fermions fertile fertility
fertilization fertilize festivals fetch feudalism fever few fiber fiction fictional fidelity field fieldwork fierce fiercely fiery fifth fifty fig
fight figure file filedialog filename fill film filter filtration final finalizing finally finance financial financially find fine finely finger
finish finite fire firewall firm firmly firmware first firsthand fiscal fish fit fitness five fix fizzbuzz fizzy flag flakes flame flash flashcards
flashlight flat flavor flavorful flaws fled fleeting flesh flew flexibility flexible flick flight flip float flood floor flora flour flourish flow
fluctuate fluctuations fluency fluent fluently fluffy fluid fluido flujo fly fmt foam focal focus foe foil folate fold foliage folklore folks follow
fond font food fool foot footage footprint footsteps for force forecast foreign forever forevermore forget forgiveness forgot forgotten fork form
forma formal formally format formation formative formidable formula formulation forth fortunate fortune forty forum forward fossil foster fought
foul found foundation foundational fountains four fourth frac fraction fractional fragile frame framework franchise frantically fraternity fraud
fraudulent free freedom freely freeze frequency frequent frequently fresh freshly friction friday fried friend friendly friendship fringes fro from
front frontend frost frozen fruit fruitful frustrated frustrating frustration fry ft ftp fucking fuel fulfill fulfillment full fully fun function
functional functionality fund fundamental fundamentally fungal fungi funny fur furniture furry further furthermore fuse future fyi gadgets gain
galaxy galleries game gameplay gamification gamified gamma gap garage garbage gardening garlic garments garnish gas gasoline gastrointestinal gates
gather gauge gave gay gaze gear gearbox gems gender genera generaci general generalization generalize generally generar generate generation
generative generator generic generosity generous genes genetic genetically genitalia genius genocide genre gentle gentlemen gently genuine genus
geographic geographical geographically geography geometry geothermal germinate germination get ghosts giant gif gift gin ginger girl girlfriend
github give giveaways given glad glance glare glass glimpse global globalization globally globe glorious glory gloves glow glue go goal god goddess
gods goes goggles going gold gone gonna good goodbye goodness gopher goroutines got gotta gotten govern governance government governmental grab
gracefully grade gradient gradual gradually graduate grain grammar grammatical grammatically grams gran grandes grant granulated graph graphic
graphical grasp grass grated grateful gratification gratitude grave gravel gravitational gravity grayscale grease great greatly greatness greedy
green greenery greenhouse grep grew grey grid grief grievances grieve grind grip grocery groin ground groundbreaking group grow grown growth
guarantee guard guardian guardians guess guest guidance guide guidelines guilt guilty guitar gum gun gunpowder gut guys gym ha habit habitat hack
had hadn't haha hair hairballs haircut half halfway halves hand handheld handle handmade handy hang happen happier happily happiness happy harass
harassment hard harden hardly hardship hardware hardy harm harmful harmless harmonious harmony harness harsh harvest has hash haskell hasn't hat
hate hatred have haven't hay hazardous he he'd he'll head headache headline headphones headquarters headset heal health healthcare healthier
healthiest healthy hear heard heart heat heaven heavier heavily heavy height heightened held helium hell hellion hello help helpful hence her herb
herbal here herein heritage hero heroic hers herself hes hesitate hesitation hexadecimal hey hi hid hidden hide hidr hidroel hierarchical hierarchy high
highlight highly highways hilarious him himself hinder hint hip hire his historian historic historical historically history hit hmm ho hobby hold
hole holiday holistic home homeless homemade homeostasis homeowners homepage homework honestly honesty honeycomb honor honorable hood hook hop hope
hopeful hopefully horizon horizontal horizontally hormonal hormone horror horses hose hospital host hostile hot hotel hour house household
houseplants hover how however href html http hub hue huge huh human humane humanity humankind humanoid humble humid humidity humility humor humorous
hundred hungry hunt hurricanes hurt husband hybrid hydrated hydration hydrogen hygiene hyperparameter hypotheses hypothesis hypothetical iban ice
iced icon iconic icy id idea ideal idealism ideally identical identification identified identifier identify identity ideology idioms idle ie if
ignorance ignore ill illegal illegally illicit illness illuminated illumination illusion illustrate illustration im image imagery imaginable
imaginary imagination imaginative imagine imagined imagining imax imbalance img imgur imitation immediate immediately immense immensely immerse immersion
immersive immigrants immigration immoral immortality immune immunity immutable impact impactful impairment impartiality impending imperative
implement implementation implications imply import importance important importantly impose impossible impractical impress impression impressive
imprisonment improper improperly improve improvement improvisation improvised impulse impulsive impulsivity impurities imread in inability
inaccurate inadequate inappropriate incantations incense incentive inception inch incident inclined include inclusion inclusive inclusivity income
incomplete inconsistencies inconsistent inconvenience incorporate incorrect incorrectly increase increasingly incredible incredibly incriminating
incurred indeed indefinitely indentation independent independently index indicate indication indicative indices indie indifferent indigenous indigo
indirect indirectly indispensable indistinguishable individual individualism individuality individualized individually indoor induce inductive
industrial industrialization industrialized industry inefficient inequality inevitable inevitably inexpensive infection infer inference inferior
infinite infinitely infinity inflammation inflammatory inflated inflation inflationary influence influential info infographics inform informal
information informative infrared infrastructure infty ingenuity ingestion ingredient inhabit inhabitants inherent inherently inherit inheritance
initial initialization initialized initially initiate initiative injection injured injury injustice ink innate innocent innovate innovation
innovative inorganic input inquiry insect insert inside insight inspect inspection inspiration inspire instability install installation instance
instant instantaneously instantly instead instinct institution institutional instruction instrument instrumental insufficient insulated insulation
insulators insulted insurance insure insurmountable int intact intake integer integral integrand integrate integration integrity intellectual
intelligence intelligent intend intense intensity intensive intent intention intentional intentionally intently interact interaction interactive
interactivity interconnected intercourse interdependence interdisciplinary interface interfere interference interior intermediate internal
internally internationally internet interpersonal interplay interpret interpretability interpretation intersect intersection interstellar
intertwined interval intervene intervention interview intimacy intimate intimidation into intricate intrigue intrinsic introduce introduction
intrusion intuition intuitive invalid invaluable invasion invent invention inventory inverse invert invest investigate investigation investment
investor invisible invite invoice invoke involve involvement ion iron irony irrational irrelevant irrespective irreversible irrigation irritability
irritation is isbthe isclose islands isn't isnt isolate isolation isotope issue it it'll item itemize iterate iteration iterative iteratively
itinerary its itself ive jagged jail january jar jargon javascript jazz jealous jealousy jellyfish jerk jewelry jif jiggly job join joint joke
journal journey joy jpg json judge judgement judgment judicial juice juicy july jump june jungle junior junk jurisdiction just justice justification
justified justify kale katana keep kept kernel key keyboard keyframes keyword kg kick kid kidney kill kilometers kin kind kinda kindness kinetic
kingdom kings kingside kiss kit kitchen km knew knife knight knives knocked know knowledge knowledgeable known kombucha kuudere label labor
laboratory lack lado laid lakes lambda lamp land landlubbers landmarks landscape lang language laptop large largely laser last late lately latency
latex latter laugh laughter launch laundry lava lavender lavish law lawyer lay layout layover lazy lead leaderboards leadership leafy leagues leak
learn least leather leave lecture led left leftover leg legacy legal legally legendary legends legislation legislative legitimate leisure lemon len
lend length lengthy leq less lessons lest let lethargy lettuce level lever leverage liability liberal liberty librarian library license lid lie life
lifecycle lifeforms lifespan lifestyle lifetime lift light lightbulb lighthearted lightly lightning lightweight like likelihood likely likewise lime
limestone limit limitation limitless line linear linearly lingerie linguist linguistic linked linking links lips liqueur liquid liquidity liquor
list listen lit literacy literal literally literary literature lithium litigation little live livestock ln lo load loan local locally locate
location lock log logic logical logically login logistical logistics logo lol loneliness lonely long longevity look loop loose loosely loot lore
lose lost lot loud loudly love lovely low loyal loyalty lucid lucidity luck lucky lucrative luggage lumps lunch lurking lush luxurious lying lyrics
macadamia machine machinery macroeconomic macroscopic made madness magazine magic magical magnesium magnetic magnificent magnitude mail main
mainland mainloop mainly mainstream maintain maintainable maintenance major majority make makeup male malicious malware man manage manageable
management mandatory manga manifest manipulate manipulation manipulative mankind manpower manual manually many map maple maraschino margin marginal
marginalized maritime marked marker market marketplace marking marks marriage married martial mascots masculine masculinity mask mass massive master
mastercard mastery match mate material math mathematical mathematically mathematician mathematics matplotlib matrices matrix mature maturity
maximize maximum may maybe mayor me meal mean meaningful meant meantime measurable measure measurement meat mec mechanic mechanical mechanism media
mediante mediation medical medication medicine medieval meditation medium meet melodic melody melt member membership meme memorable memorization
memorize memory men menos mental mentally mention mentor menu merchandise merchants mercury mercy mere merely merge merit mesh mess message
messagebox messy met meta metabolism metadata metal metallic metalworking metaphor metaphorical methane method methodology metric metropolis
microfoam micromirror microorganisms microscope microscopic mid midnight midst mientras might mighty migrate migration migratory mild mile milestone
military milk millennia million mimic mind mindful mindfulness mindless mindset mine mineral mini minimal minimally minimize minimum minor minority
minus minute minutiae mirror mischievous misery misinformation miss missile mission mistake mistaken misunderstanding misuse mitigate mitigation mix
mixture mnemonic mobile mobility mochas mode model moderate moderation modern modification modified modify modular module moist moisture mold
molecular molecule mom moment momentarily momentum monarch monarchy monday monetary monetize money monitor monochromatic monoxide monster month
monthly monuments mood moody moral morale morality morally more morning morphological morphology mortality moss most mostly mother motion motivate
motivation motivational motives motor mountains mounted mounting mouth move movement movie movimiento mph mrbeast msg much mug mulch multi
multifaceted multimedia multimeter multipart multiplayer multiple multiplication multiplied multiplier multiply multitasking mundane murder muscle
museums music musical musicians must mustard mutation mutual mutually muy my myself mysterious mystery myth mythical mythological mythology naked
name namely narcissism narcissistic narcissists narrate narrative narrator narrow nasty nation national nationalism nationality nationwide native
natively natural naturally nature nausea nauseous naval navigate navigation navigational ne near nearby nearly neat necessarily necessary necessity
neck need negative negatively neglect negotiate negotiation neighbor neighborhood neither neon nerve nervous nervously nest net network neural
neurological neuron neuroscience neurotransmitter neutral neutron never new newfound newline newly newsletter newspaper next nib nice nicely niche
night nightfall nightly nighttime nine nio nitrogen no nobility noble nobody node noise noisy non none nonetheless nonlinear nonsense nonstick
nonzero nope nor noreferrer norm normal normalization normally nose not notable notation note notepad nothing notice noticeable notification notion
noun novel november now nowadays nowhere nuclear nuclei nucleus nudity null num numeric numerical numerous numpy nursery nut nutmeg nutrient
nutrition nutritional nutritious nutty o'clock oak oat oath obedience obey object objective objectively objectivity obligation obscure observable
observances observation observe obsessed obsession obsessive obsolete obstacle obstruction obtain obvious obviously occasion occasional occasionally
occupation occupied occupy occur occurrence ocean octane october odd of off offense offensive office official officially offline offset offspring
often oh oil oint ok okay ol old olive omega omelette omg ominous on onboard once one oneself oneway ongoing onions online only onscreen onto onward
oolong opaque open openassistant openly openness operate operation operational operator opinion opinionated opponent opportunity oppose opposite
opposition oppressed oppression oppressive oppressors opt optical optics optimal optimally optimism optimistic optimization optimize option optional
or oral orange orbit ord order orderly ordinarily ordinary org organ organic organism organization organizational organize orientation oriented origin
original originality originally originate other otherwise otro ought ounce our ourselves out outbound outbreak outcome outdated outdoor outfit
outgoing outlet outliers outline outperform output outreach outright outside outstanding outward outweigh ovaries oven over overall overcome overdo
overflows overhead overland overlap overly overnight overrides overseas oversight overstated overtake overthrow overtime overtook overview overwater
overwhelm owe owed own ownership oxygen oxytocin oz ozone pace pack package packet pad page paid pain painful painstaking paint pair pale palette
palm pan panda pandemic panel panic pants paper paperwork paradigm paradox paragraph parallel parallelism parallelization paralysis paralyzed
parameter parameterized paramount parasites parchment parent parentheses parking parks parse parsley part partial partially participate
participation particle particular particularly partir partisan partly partner partnership party pass passage passenger passion passionate passive
passport password past paste patch path pathway patience patient patiently patriotic patriotism pattern pause paved paving pawn pay payload payment
pd pdf peace peaceful peacefully peacetime peak peanut peasants peat peculiar pedal pedestrian peel peer pen penalty pencil pending penetration
pension people pepper peque per perceive percent percentage perception perfect perfection perfectly perfomance perform performance perhaps peril
perimeter period periodic periodically perlite permanent permanently permission permit permite permittivity pero perpendicular perpetual perpetuate
perseverance persist persistence persistent person persona personal personality personalization personalize personally personnel perspective
pertaining pesky pest pesticides pet phase phenomena phenomenon philosophers philosophical philosophy phishing phone phonology photo photographs
photography photon photosynthesis php phrase physical physically physicist physics physiological physiology phytoestrogens pi pick pickup picture
pie piece piercing pigment pigs pile pilot pin pinch pineapple pinpoint pint pioneering pip pipe pipeline pirate pitch pitfalls pixel place
placement plain plan plane planet planetary plant plantations plasma plastic plate platform plausible play playback playful playground playlist
playstyle playtime playwright pleasant please pleased pleasing pleasurable pleasure pledge plenty plot pls plt plug plugins pm png pocket podcast
pods poem poeple poetry point poison poisonous polar polarity polarization polarized police policy policymakers polished polite politely political
politically politician politics poll pollutants pollution pond pooling pools poor poorly popular popularity popularized populated population popup
porcelain porous portability portable portafilter portals portfolio portion portrait portrayal ports pose position positional positive positively
positivity possess possession possibility possible possibly post posture postwar pot potassium potato potent potential potentially pound pour
poverty powder powerful pq practical practically practice practitioners pragmatics praise pray pre precautions precedent preceding precious
precipitation precise precisely precision predator predecessor predefined predetermined predict predictability predictable prediction predictive
prefer preferable preferably preference prefix pregnancy pregnant preheated prejudice premise preparation prepare prescription presence present
presentation presently preservation preserve presi presidency press pressure pretend pretrained pretty prevail prevalence prevalent prevent
prevention previous previously prey price pricey pride primarily primary principal principalmente principle print prior prioritize priority prism
prison privacy private privilege prize proactive probabilistic probability probably problem problematic procedural procedure proceed process
processor procrastination produce producir product production productive productivity profession professional professionalism professionally
professors proficiency proficient profile profit profitability profitable profound prognosis program progress progression progressive prohibit
project projection projector proliferation prominent prominently promise promote promotion prompt promptly prone pronounce pronunciation proof
proofread propaganda propagate propagation propel properly property prophecy proportion proportional proposal propose proposition proprietary
propulsion pros prospects prosper prosperity prosperous protagonist protect protection protective protein protest protocol proton prototype proud
prove proven provide provision prowess proximity prudent pruning pseudo pseudorandom psycho psychological psychologists psychology psychopath
psychopathic psychopathy public publication publicly publish puede pueden puked puking pull pulp pulse pump pumpkin punched punctuation punish
punishment puns pup puppy purchase pure purely purification purity purple purpose pursue pursuit push put puzzle pyplot pythons quad quadcopter
quadratic qualifications qualified qualify quality quantity quantum quarter quasiparticles qubit query quest question queue quick quickly quiet
quietly quit quite quiver quote raccoon race racial rack radiation radical radio radioactive radius rage rail rain rainbows rainfall rainforest
rainwater rainy raise raisins ran rand randint random randomly randomness range rank rap rapid rapidly rare rarely rarity rate rather ratio rational
raw rays reach react reaction reactivity reactor read readability readable readily readiness readthedocs ready real realism realistic realistically
reality realization realize really realm realy reap reason reasonable reasonably rebel rebellion rebirth reborn rebuild recall receive recent
recently receptors recession recharge recipe recipient reciprocal recite recognition recognizable recognize recommend recommendation reconstruct
reconstruction record recover recovery recreation recreational rectangle rectangular recurrent recursion recursive recursively recycled recycling
redemption redeye redirect reds reduce reduction redundancy redundant ref refactor reference refine refinement reflect reflection reflective reform
refraction refrain refresh refrigerant refrigeration refrigerator refuge refund refundable refuse regain regard regardless regards regenerate regex
regime region regional register registration regression regret regular regularization regularly regulate regulation regulators regulatory
rehabilitation reign reinforce reinforcement reject rejection rel relatable relate relation relationship relative relatively relativistic relax
relaxation release relentless relevance relevant reliability reliable reliably reliance reliant relied relief relieve religion religious reload rely
remain remainder remarkable remedy remember remind reminisce remnant remorse remote remotely removal remove render renew renewable renewal rennet
renowned rent rental repair repeat repeatable repeatedly repel repercussions repetition repetitive rephrase replace replacement replicate
replication replied reply report repository represent representation representative reproduce reproducibility reproduction reproductive reptiles
repudiation reputable reputation request require requirement rescue research resemble resentment reservation reserve reside residence resident
residential residual residue resilience resilient resistance resistant resolution resolved resolving resonate resorting resource resourcefulness
respect respectful respectfully respective respectively respiration respiratory respond response responsibility responsible responsibly responsive
rest restart restate restaurant restoration restore restraint restrict result resultant resume resumen resurrection retail retain retention
retirement retreat retrieval retrieve return reusable reuse reveal revenge revenue revered reverence reverse review revise revision revolutionary
revolutionize revolutions revolve reward rewrite rhythm rhythmic rice rich richness rid riddle ride ridiculous right rightful rightfully rigid
rigorous rim ripe ripple rise risen risk risky ritual rival rivers roads robot robotic robust robustness rock rocket rod rodents rogue role roll
romance romantic roof room root rope rose rot rotate rotation rotor rough roughly round route routine row rub rude ruin rule rum rumors run runoff
runtime rural rush ruthless rye sacred sacrifice sad sadly sadness safe safeguard safely safety sage said sail sailor sake salad salary sales salon
salt salty salvage same sample samurai sandwich sarcasm sarcastic sat satellite satire satirical satisfaction satisfactory satisfied satisfy
saturated saturation saturday saucepan sauces save savory saw say sbd scalability scalable scalar scale scallywags scams scan scarce scarcity scary
scatter scenario scene scenic scent schedule schema scheme scholars school sci science scientific scientifically scientist scissors scope score
scout scramble scrape scratch screen script scroll scrutiny sculptures scurvy sea seal seamless seamlessly search season seasonal seat sec second
secondary secondly secret secretly section sector secure securely security see seed seedling seek seem seemingly seen segment segmentation seize
seizures select selection selective selectively selector self sell semantic semiconductor send sensation sense sensible sensitive sensitivity sensor
sensory sent sentence sentience sentient sentiment separate separately separation september sequel sequence sequential sequentially ser series
serious seriously serotonin serpentine serve service session set setbacks settle settlement setup seven seventh several severe severity sex sexual
sexuality sexually sexy sh shade shadow shaft shake shaken shakespearean shall shallow shame shape share shareholder sharp sharpness she shears shed sheep
sheet shelf shell shelter shelves shes shield shift shines shining shiny ship shirt shock shoes shone shoot shopping shops shore short shortage
shortly shot should shouldn't show showcase shown showtime shredded shrink shrubs shut shy si sick sickness side sight sign signal signature
significance significant significantly silence silent silicon silicone silks silly silver similar similarity similarly simple simplicity simplified
simplify simply simulate simulation simulators simultaneously since sincere sincerely sing single sinister sink sip sir sister sit site situated
situation six sixth sixty size skeptical skepticism sketch skill skillet skillset skin skip sky slang slaughtering slave slavery sleek sleep sleeve
sleigh slice slide slight slightly slip slippery slit slope slot slow slowly sluggish small smart smartphone smell smiling smoke smooth smoothie
smoothly sms snail snake snippet snowfall snowy so soak soap sobre soccer social socialization socially societal society socioeconomic sociology
socket soda sodium soft soften softmax software soggy soil solace solar sold sole solely solemn solid solide solidify solo solution solve solvent
some somebody someday somehow someone someplace something sometime somewhat somewhere son song songbirds songwriter sonnets soon sophisticated
sophistication sore sorrow sorry sort sought soul sound soup sour source sovereign sovereignty sow soy space spacecraft spaceship spacetime spacious
spam span spare spark sparkling sparse spatial spatula spawn speak special specialization specialize specialty species specific specifically
specification specified specify specs spectrum speculate speculation speculative speech speed speedrun spell spellcasting spend spent sperm sphere
spices spicy spider spin spinach spirit spiritual spirituality splash split spoke spoken sponge sponsored spoon sport spot sprang spray spread
spreadsheet spring springform springtime sprinkle sprout spy sql sqrt square squareinch squash squeezed src ssn stability stabilization stabilize
stack stackexchange stackoverflow staff stage stairs stake stale stamina stand standalone standard standardized standpoint standup star starch
starcraft stare start startup starvation starving stat state statement static statically stations statistic statistical stay std steadfast steadily
steady steal steam steel steep steering stellar stem step stereotypes stick sticky still stimulate stimulation stimuli stimulus stingray stir stock
stole stolen stomach stones stood stop storage store storm stormwater story storyline storytelling stove str straight straightforward strain
stranded strange strategic strategically strategy straw strawberry stray stream streamline streets strength strengthen stress stressful stressors
stretch strict strictly strides strife strike strip strive stroke strong strongly struck structural structure struggle stuck student studied study
stuff stunning stupid sturdy style stylus sub subatomic subconscious subheadings subject subjective subjectivity submission submit subplots
subscribe subscription subsequent subsequently subsidies substance substantial substantially substitute subtitles subtle subtraction succeed success
successful successfully succession successive succulents such sudden suddenly sudo suffer suffice sufficient sufficiently suffrage sugar suggest
suggestion suicide suit suitable sulfur sum summarization summarize summary summon sun sunday sung sunglasses sunlight sunny sunrise sunshine
superconducting superconductivity superior superiority supernatural supernova superposition superstition supervision supplement supplied supplier
supply support supportive supposed supposedly suppress suppression supreme sure surely surface surfing surge surgery surpass surplus surprise
surreal surrender surround surveillance survey survival survive survivors sus susceptible suspect suspended suspense suspension suspicion suspicious
sustain sustainability sustainable sustenance swallow swam swap swear sweat sweet sweetened sweetener sweetness swim swing switch sword sworn
syllable symbol symbolic symbolism symbolizes symbolizing symmetry sympathetic sympathy symptom sync synchronise synchronization syndrome synonymous
syntax synthesis synthetic syrup sys system systematic systematically ta tab table tablespoon tablet tabletop tac tackle tactical tactics tag tail
tailor take takeaways taken takeoff tale talent talk tall tambi tangible tangy tanks tanto tap tape target tariff task taste tasty taught tax
taxation taxi taxonomic taxonomy tbd tea teach team teamwork tear teaspoon tech technical technically technique technological technologically
technology teeth telephone telescopes television tell temp temperate temperature template temple tempo temporal temporarily temporary temptation
tempting ten tend tendency tense tension tensor tequila term termination terminator terminology terrain terrible terrifying territorial territory
terror terrorism test testicles testimony text textbf textiles textit textual texture th than thank thanked thankful thanks that that'd that'll
thats the theaters theft their theirs them theme themselves then theological theorem theoretical theoretically theory therapeutic therapist therapy there
there'll thereafter thereby therefore therein thereof thereto thermal thermometer these theta they they'd they'll they're they've theyre thick
thickness thin thing think third thirst thirteen thirty this thorough thoroughly those though thought thoughtful thoughtfully thousand thread threat
threaten three threshold threw thrill thrive throat throttle through throughout throw thrown thrust thumb thursday thus thyme tic tick ticket tide
tie tied tiene tienen tier tiful tight tightly til till time timeframe timeless timeline timely tin tiny tip tipo tire tirelessly tissue title
tkinter to toast today toe tofu together toit token told tolerance tolerant tolerate toll tomato tomorrow ton tone tongue tonight too took tool
tooth top topic topography topological topologically topology torch tormented torn torque torture total totalitarian totally touch tough tour
tourism toward towering town toxic toxicity toxins toys tr trace track tract traction trade tradeoff tradition traditional traditionally traffic
trafficking tragedy tragic trail train trait trajectory tranquility transaction transfer transform transformation transition translate translation
translators transmission transmit transparency transparent transplant transport transportation trap trash trauma traumatic trav travel traversal
traverse tray treacherous tread treasures treat treatment treaty tree trellises tremendous tremors trend trial triangle tribunal tribute trick
tricky tried trigger trim trip triple triumph trivial troops tropical trot trouble troubleshoot troughs true truly trunk trust trustworthiness
trustworthy trusty truth try tsp tsundere tube tuesday tune tunic tuple turbina turbine turmoil turn tutor tutorial tv twelve twenty twice twigs
twist two txt type typical typically typos tyranny uk ultimate ultimately ultra ultraviolet umbrella unable unalienable unanswered unauthorized
unavailable unaware unbiased uncertain uncertainty unchanged uncharted unchecked unclear uncomfortable uncommon unconscious unconventional uncover
under underfitting undergo undergone underground underlying undermine underneath underscore understand understandable understood undertake
undertaken underwater underway underwear undesirable undiscovered undisturbed undoubtedly undue unemployed unemployment unequal unethical uneven
unexpected unexpectedly unfair unfamiliar unfold unforeseen unforgettable unfortunate unfurnished unhappy unhealthy unicode unified uniform
uniformity unintended unintentionally uninterrupted unique uniquely unisex unit unite universal universally universe universities unk unknown
unladen unless unlike unlikely unlimited unlock unnecessarily unnecessary unnoticed unpaid unparalleled unpleasant unprecedented unpredictability
unpredictable unrealistic unrelated unrest unsafe unsalted unseen unsolved unstable unsuccessful unsupervised unsure unsuspecting until unused
unusual unvisited unwanted unwavering up upbeat upcoming update upfront upgrade upheaval uphold upload upon ups upset uptick upward ur urban
urbanization urge urgency urgent urgently urine url us usability usable usage usar use used useful usefulness useless user username using usr usual
usually util utility utiliza utilizan utilization utilize utmost uuid vacation vacuum vagina valid validate validation validity valleys valuable
value valves vanilla vapor var variable variance variant variation varied variety various vary vasopressin vast vastly vastness vb vbnet vec vector
vegan vegetable vegetarian vegetation veggies vehicle velocidad velocity vendor vengeance ventilation venture venue verb verbal verbally
verification verified verify vermiculite vermouth versa versatile versatility version versus vertex vertical vertically vertices very vessel vet
veterinarian veterinary veto via viable vibrant vibrate vibration vicinity victim victorious victory video viewed viewer viewing viewpoint views
vigilance vigilant vigor vigorous vigorously villagers villages vinegar vines violate violation violence violent violently violet viral virtual
virtually virtue virus visa visibility visible vision visit visitors visual visualization visualize visually vital vitality vitamin vivid vlogs
vocabulary vocal vodka voice void volatile volatility volcanic voltage volume voluntary volunteer vomit von vote vowel voyage vs vsftpd
vulnerability vulnerable wage waist wait wakes waking walk walkways wall wallet walnuts wan wand wanna want warfare warm warmly warmth warn warrant
warranty warrior wars wartime was wash wasn't waste wasteful watch water waterfowl waterlogged waterways wave wavefunction wavelength wavelike way
we we'd we'll we're we've weak weaken weakness wealth wealthy weapon weaponry wear wearable weather web webpage website wedge wednesday weed week
weekend weekly weigh weight weird welcome welfare well wellbeing wellness went were weren't westward wet whale what whatever whats whatsoever wheat wheel
when whenever where whereas whereby wherein wherever whether which whichever while whilst whipped whipping whirling whisk whisky whites whitespace
who whoever whole whom whose why wide widely widespread widget width wife wifi wiki wild wilderness wildlife wildly will willingness win wind window
windowsill windy wine wing winter wipe wire wireless wisdom wise wisely wish wit witch with withdraw within without withstand witness witty wizard
woke wolves woman women won won't wonder wonderful wont wood wooden wool word wordplay wore work workflow workforce workload workout workplace
workshop workspace world worldview worldwide worn worried worry worse worsen worst worth worthwhile worthy would wouldn't wound woven wow wrap wrist
write written wrong wrote www wyrms xgboost xlabel xylitol y'all yandere yard ye yeah year yeast yellow yep yer yes yesterday yet yield ylabel yo
yoga yogurt yolk you you'd you'll you're you've young your yours yourself youth youtube yummy zero zinc zip zone
`
    .trim()
    .split(/\s+/),
);
