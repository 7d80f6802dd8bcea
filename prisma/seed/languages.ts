import { lines, words } from "./grammar";
import type { Subject } from "./subject";

const spanish: Subject = {
  key: "es",
  language: "es",
  weight: 5,
  rules: {
    plato: words("la paella, el gazpacho, las lentejas, la tortilla de patatas, el arroz con leche, las empanadas, el ceviche, el mole"),
    ciudad: words("Sevilla, Bogotá, Lima, Valencia, Oaxaca, Montevideo, Granada, Quito, Rosario"),
    tema: words("la fotosíntesis, la Revolución mexicana, el ciclo del agua, las fracciones, el subjuntivo, la inflación, el Siglo de Oro"),
  },
  prompts: lines(`
    ¿Cómo se prepara ‹plato› para ‹4-10› personas?
    explícame ‹tema› de forma sencilla
    Escribe una carta de presentación para un trabajo en ‹ciudad›.
    ¿Qué puedo visitar en ‹ciudad› en ‹2-6› días?
    hazme un resumen sobre ‹tema› para secundaria
    Corrige este texto: "haber si vienes a ‹ciudad› el lunes"`),
  followUps: [
    "¿Puedes hacerlo más corto?",
    "gracias, y en una tabla",
    "¿Y si no tengo tiempo?",
    "Dame un ejemplo, por favor.",
    "¿Estás seguro?",
    "ahora en inglés",
  ],
  leads: [
    "¡Claro! Aquí tienes una explicación sobre ‹tema›.",
    "Por supuesto. Para ‹ciudad› te recomiendo lo siguiente.",
    "‹^plato› es más fácil de lo que parece.",
    "Buena pregunta.",
  ],
  points: lines(`
    Primero hay que leer con calma y anotar las palabras que no se entienden.
    En ‹ciudad› conviene salir temprano, porque a mediodía hace mucho calor.
    Se cocina a fuego lento durante ‹15-60› minutos y se deja reposar.
    Un ejemplo sencillo ayuda más que una definición larga.
    Los historiadores no se ponen de acuerdo sobre ‹*tema›.
    También se puede preparar ‹*plato› con lo que haya en casa.
    Reserva con ‹2-20› días de antelación y lleva ropa cómoda.
    En resumen, lo importante es practicar un poco cada día.`),
  closers: ["¡Espero que te sirva!", "¿Quieres que añada algo más?", ""],
};

const french: Subject = {
  key: "fr",
  language: "fr",
  weight: 4,
  rules: {
    plat: words("la ratatouille, le gratin dauphinois, la quiche, les crêpes, le pot-au-feu, la tarte aux pommes, la bouillabaisse"),
    ville: words("Lyon, Nantes, Bruxelles, Montréal, Genève, Dakar, Marseille, Annecy"),
    sujet: words(
      "la Révolution française, le passé composé, le réchauffement climatique, les probabilités, la photosynthèse, l'existentialisme",
    ),
  },
  prompts: lines(`
    Donne-moi une recette simple pour ‹plat›.
    explique moi ‹sujet› en ‹5-12› phrases
    Que faire à ‹ville› pendant un week-end pluvieux ?
    Rédige une lettre de motivation pour un stage à ‹ville›.
    Quelle est la différence entre « depuis » et « pendant » ?
    fais un plan de dissertation sur ‹sujet›`),
  followUps: [
    "Plus court, s'il te plaît.",
    "et en anglais ?",
    "Peux-tu donner un exemple ?",
    "merci ! une dernière question sur ‹*sujet›",
    "Tu es sûr ?",
  ],
  leads: [
    "Bien sûr ! Voici ce que je te propose.",
    "‹^sujet› paraît compliqué, mais l'idée est simple.",
    "Pour ‹ville›, tout dépend du temps que vous avez.",
    "Excellente question.",
  ],
  points: lines(`
    Il faut d'abord préparer tous les ingrédients, puis faire chauffer le four à ‹160-210› degrés.
    On oublie souvent que ‹*sujet› a commencé bien avant.
    À ‹ville›, le marché du matin vaut le détour.
    Un exemple vaut mieux qu'une longue définition.
    Laissez reposer pendant ‹10-50› minutes avant de servir.
    Dans une deuxième partie, on peut nuancer cette idée.
    Les billets sont moins chers si l'on réserve ‹7-60› jours à l'avance.
    Pour conclure, il reste une question ouverte.`),
  closers: ["N'hésitez pas si vous avez d'autres questions.", "Bon courage !", ""],
};

const german: Subject = {
  key: "de",
  language: "de",
  weight: 4,
  rules: {
    gericht: words("Kartoffelsuppe, Käsespätzle, Apfelstrudel, Linseneintopf, Rinderrouladen, Zwiebelkuchen, Grünkohl"),
    stadt: words("Hamburg, Leipzig, Wien, Zürich, Freiburg, Bremen, Salzburg, Görlitz"),
    thema: words("die Industrialisierung, der Konjunktiv, die Prozentrechnung, der Dreißigjährige Krieg, die Photosynthese, das Mietrecht"),
  },
  prompts: lines(`
    Wie mache ich ‹gericht› ohne Fleisch?
    erkläre mir kurz ‹thema›
    Schreibe eine Kündigung für meinen Vertrag zum Ende des Monats.
    Was kann man in ‹stadt› mit Kindern unternehmen?
    Formuliere diesen Satz höflicher: "Schicken Sie mir das bis Freitag."
    Ich brauche eine Gliederung für ein Referat über ‹thema›.`),
  followUps: [
    "Geht das auch kürzer?",
    "und auf Englisch bitte",
    "Kannst du ein Beispiel geben?",
    "Bist du sicher?",
    "Danke, jetzt noch zu ‹*thema›.",
  ],
  leads: [
    "Gerne! Hier ist ein Vorschlag.",
    "‹^thema› lässt sich in wenigen Sätzen erklären.",
    "In ‹stadt› gibt es dafür viele Möglichkeiten.",
    "Das ist eine gute Frage.",
  ],
  points: lines(`
    Zuerst werden die Zwiebeln in etwas Öl ‹3-9› Minuten lang glasig gedünstet.
    In ‹stadt› lohnt sich ein Spaziergang am Wasser, besonders am Abend.
    Entscheidend ist, dass die Frist schriftlich eingehalten wird.
    Ein Beispiel aus dem Alltag macht ‹*thema› verständlicher.
    Danach lässt man alles ‹20-60› Minuten bei kleiner Hitze ziehen.
    Viele verwechseln Ursache und Anlass.
    Am besten bucht man ‹5-30› Tage im Voraus.
    Zum Schluss fasst man die wichtigsten Punkte zusammen.`),
  closers: ["Viel Erfolg!", "Sag Bescheid, wenn du noch etwas brauchst.", ""],
};

const portuguese: Subject = {
  key: "pt",
  language: "pt",
  weight: 3.5,
  rules: {
    prato: words("a feijoada, o bolo de cenoura, o bacalhau, a moqueca, o pão de queijo, a canja"),
    cidade: words("Recife, Porto, Salvador, Curitiba, Coimbra, Belém"),
    tema: words("a independência do Brasil, as equações do segundo grau, a fotossíntese, o imposto de renda, a crase"),
  },
  prompts: [
    "Como faço ‹prato› sem forno?",
    "me explica ‹tema› com um exemplo",
    "Escreva um e-mail formal pedindo um orçamento.",
    "O que fazer em ‹cidade› em ‹2-5› dias?",
    "Faça um resumo sobre ‹tema›.",
  ],
  followUps: ["Pode deixar mais curto?", "obrigado! e em inglês?", "Dê mais um exemplo.", "Tem certeza?"],
  leads: ["Claro! Vamos por partes.", "‹^tema› parece difícil, mas não é.", "Em ‹cidade› há muito o que ver."],
  points: lines(`
    Misture tudo numa panela grande e cozinhe por ‹15-50› minutos.
    Em ‹cidade›, vale a pena caminhar pelo centro histórico de manhã.
    O mais importante é entender a ideia antes de decorar a fórmula.
    Muita gente confunde ‹*tema› com outro assunto parecido.
    Deixe descansar antes de servir.
    Guarde todos os comprovantes durante ‹2-5› anos.
    No fim, revise o texto em voz alta.`),
  closers: ["Espero ter ajudado!", "Bons estudos!", ""],
};

const chinese: Subject = {
  key: "zh",
  language: "zh",
  weight: 4,
  rules: {
    cai: words("番茄炒蛋, 红烧肉, 麻婆豆腐, 饺子, 鱼香茄子, 凉面"),
    cheng: words("成都, 杭州, 西安, 广州, 青岛, 昆明"),
    ti: words("光合作用, 唐朝历史, 分数的加减, 通货膨胀, 人工智能, 论文结构"),
  },
  prompts: [
    "‹cai›怎么做？",
    "请用简单的话解释‹ti›",
    "帮我写一封请假信，时间是星期五。",
    "去‹cheng›玩‹2-6›天，有什么建议？",
    "把这句话翻译成英文：“我明天早上到‹cheng›。”",
  ],
  followUps: ["可以短一点吗？", "请举个例子。", "谢谢，再写一个。", "你确定吗？", "用表格列出来"],
  leads: ["当然可以。", "‹ti›其实并不难理解。", "‹cheng›是一个很适合旅行的城市。", "好的，下面是我的建议。"],
  points: [
    "首先准备好所有的材料，切成小块。",
    "用中火煮‹10-40›分钟，最后加一点盐。",
    "早上人比较少，适合参观老城区。",
    "最重要的是先理解，再记住。",
    "可以用生活中的例子来说明‹*ti›。",
    "建议提前‹3-20›天订票。",
    "写完以后，请再检查一遍。",
    "总的来说，每天练习一点就会进步。",
  ],
  closers: ["希望对你有帮助！", "如果还有问题，请告诉我。", ""],
};

const japanese: Subject = {
  key: "ja",
  language: "ja",
  weight: 3.5,
  rules: {
    ryori: words("肉じゃが, カレーライス, 味噌汁, お好み焼き, 親子丼, 茶碗蒸し"),
    machi: words("京都, 札幌, 金沢, 福岡, 鎌倉, 松本"),
    dai: words("敬語, 明治時代, 確率, 光合成, 著作権, 円安"),
  },
  prompts: [
    "‹ryori›の作り方を教えてください。",
    "‹dai›について簡単に説明して",
    "‹machi›で‹2-4›日間の旅行プランを作ってください。",
    "取引先へのお礼のメールを書いてください。",
    "この文を自然な日本語に直してください。「私は昨日‹machi›に行くでした。」",
  ],
  followUps: [
    "もっと短くしてください。",
    "例を挙げてください。",
    "英語でもお願いします。",
    "本当ですか？",
    "ありがとうございます。‹*dai›についても教えてください。",
  ],
  leads: [
    "はい、ご説明します。",
    "‹dai›は難しそうに見えますが、考え方は簡単です。",
    "‹machi›は歩いて楽しめる町です。",
    "もちろんです。次のようにしてみてください。",
  ],
  points: [
    "まず材料を小さく切って、‹5-20›分ほど煮ます。",
    "朝早く行くと、人が少なくて静かです。",
    "大切なのは、相手の立場を考えることです。",
    "身近な例で考えると分かりやすくなります。",
    "‹3-20›日前までに予約しておくと安心です。",
    "最後に、もう一度読み直してください。",
    "‹*dai›と混同しないように注意しましょう。",
  ],
  closers: ["お役に立てば幸いです。", "他に質問があればどうぞ。", ""],
};

const arabic: Subject = {
  key: "ar",
  language: "ar",
  weight: 2.5,
  rules: {
    akl: words("الكسكس, العدس, الكبسة, التبولة, الملوخية"),
    madina: words("القاهرة, بيروت, فاس, عمان, تونس"),
    mawdu: words("التضخم, قواعد النحو, دورة الماء, تاريخ الأندلس, الكسور"),
  },
  prompts: [
    "كيف أطبخ ‹akl› في البيت؟",
    "اشرح لي ‹mawdu› بطريقة بسيطة",
    "اكتب رسالة رسمية لطلب إجازة.",
    "ماذا أزور في ‹madina› خلال ‹2-5› أيام؟",
    "ترجم إلى الإنجليزية: أريد حجز غرفة لشخصين.",
  ],
  followUps: ["هل يمكن أن تختصر؟", "أعطني مثالا من فضلك.", "شكرا، وماذا عن ‹*mawdu›؟", "هل أنت متأكد؟"],
  leads: ["بالتأكيد، إليك الشرح.", "موضوع ‹mawdu› أسهل مما يبدو.", "مدينة ‹madina› جميلة في هذا الوقت من السنة."],
  points: [
    "أولا نغسل المكونات ثم نقطعها قطعا صغيرة.",
    "نتركها على نار هادئة لمدة ‹15-50› دقيقة.",
    "من الأفضل أن تزور السوق القديم في الصباح.",
    "المثال البسيط يساعد على الفهم.",
    "احجز قبل السفر بعدة أيام.",
    "لا تنس أن تراجع النص في النهاية.",
    "يختلف المؤرخون في هذه المسألة.",
  ],
  closers: ["أتمنى أن يكون هذا مفيدا.", ""],
};

const russian: Subject = {
  key: "ru",
  language: "ru",
  weight: 3.5,
  rules: {
    bludo: words("борщ, блины, плов, окрошку, сырники, пирог с капустой"),
    gorod: words("Казань, Тбилиси, Самарканд, Ригу, Екатеринбург, Алматы"),
    tema: words("причастия, теорию вероятностей, фотосинтез, реформы Петра, инфляцию, квадратные уравнения"),
  },
  prompts: [
    "Как приготовить ‹bludo› без мяса?",
    "объясни простыми словами ‹tema›",
    "Напиши вежливое письмо с просьбой о возврате денег.",
    "Хочу поехать в ‹gorod› на ‹2-6› дней, что посмотреть?",
    "Проверь ошибки в моём сочинении про осень.",
  ],
  followUps: ["Можно короче?", "приведи пример", "А на английском?", "Ты уверен?", "Спасибо, теперь объясни ‹*tema›."],
  leads: ["Конечно, вот подробный ответ.", "Разобраться в этом проще, чем кажется.", "Хороший вопрос.", "Вот что я предлагаю."],
  points: [
    "Сначала подготовьте все продукты и нарежьте их небольшими кусочками.",
    "Варите на слабом огне ‹15-60› минут, затем дайте настояться.",
    "Утром в старом городе меньше людей.",
    "Простой пример помогает лучше длинного определения.",
    "Билеты лучше купить за ‹5-30› дней до поездки.",
    "Многие путают причину и следствие.",
    "В конце перечитайте текст ещё раз.",
  ],
  closers: ["Надеюсь, это поможет!", "Если нужно, расскажу подробнее.", ""],
};

const hindi: Subject = {
  key: "hi",
  language: "hi",
  weight: 3,
  rules: {
    khana: words("दाल, खिचड़ी, आलू पराठा, खीर, राजमा, पोहा"),
    shahar: words("जयपुर, वाराणसी, मुंबई, भोपाल, कोच्चि"),
    vishay: words("प्रकाश संश्लेषण, भिन्न, मुगल काल, महँगाई, संधि"),
  },
  prompts: [
    "‹khana› बनाने की आसान विधि बताइए।",
    "‹vishay› को सरल शब्दों में समझाइए",
    "छुट्टी के लिए एक आवेदन पत्र लिखिए।",
    "‹shahar› में ‹2-5› दिन में क्या देखें?",
    "इस वाक्य का अंग्रेज़ी में अनुवाद करें: मैं कल ‹shahar› जा रहा हूँ।",
  ],
  followUps: ["थोड़ा छोटा कर दीजिए।", "एक उदाहरण दीजिए।", "धन्यवाद, और ‹*vishay› के बारे में?", "क्या यह सही है?"],
  leads: ["ज़रूर, यह रहा उत्तर।", "‹vishay› समझना इतना कठिन नहीं है।", "‹shahar› घूमने के लिए सुंदर शहर है।"],
  points: [
    "पहले सारी सामग्री तैयार कर लें।",
    "धीमी आँच पर ‹10-40› मिनट तक पकाएँ।",
    "सुबह जल्दी निकलना अच्छा रहेगा।",
    "एक छोटा उदाहरण समझने में मदद करता है।",
    "टिकट ‹3-20› दिन पहले ले लें।",
    "अंत में एक बार फिर पढ़ लें।",
    "इसे ‹*vishay› से अलग समझना चाहिए।",
  ],
  closers: ["आशा है इससे मदद मिलेगी।", ""],
};

export const foreignSubjects: readonly Subject[] = [spanish, french, german, portuguese, chinese, japanese, arabic, russian, hindi];
