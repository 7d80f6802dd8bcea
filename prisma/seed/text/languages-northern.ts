import { lines, words } from "./grammar";
import { type Subject, theme, themed } from "./subject";

const german = themed(
  {
    key: "de",
    language: "de",
    weight: 4,
    leads: [],
    rules: {
      gericht: words("Kartoffelsuppe, Käsespätzle, Apfelstrudel, Linseneintopf, Rinderrouladen, Zwiebelkuchen, Grünkohl"),
      stadt: words("Hamburg, Leipzig, Wien, Zürich, Freiburg, Bremen, Salzburg, Görlitz"),
      thema: words("die Industrialisierung, der Konjunktiv, die Prozentrechnung, der Dreißigjährige Krieg, die Photosynthese"),
      vertrag: words("Mietvertrag, Handyvertrag, Stromvertrag, Fitnessvertrag, Arbeitsvertrag"),
    },
    followUps: lines(`
      Geht das auch kürzer?
      danke dir
      Kannst du ein Beispiel geben?
      Bist du sicher?
      was muss ich noch beachten`),
    closers: ["Viel Erfolg!", "Sag Bescheid, wenn du noch etwas brauchst.", ""],
  },
  [
    theme(
      `Wie mache ich ‹gericht› ohne Fleisch?
      rezept für ‹gericht›, ‹4-10› personen, schnell`,
      `Gerne! ‹gericht› gelingt auch Anfängern.
      Das dauert etwa ‹30-90› Minuten.`,
      `Zuerst werden die Zwiebeln in etwas Öl ‹3-9› Minuten lang glasig gedünstet.
      Danach lässt man alles ‹20-60› Minuten bei kleiner Hitze ziehen.
      Mit Salz, Pfeffer und etwas Muskat abschmecken.
      Dazu passt ein kräftiges Brot.
      Reste halten sich im Kühlschrank ‹2-4› Tage.`,
    ),
    theme(
      `Schreibe eine Kündigung für meinen ‹vertrag› zum Ende des Monats.
      wie lange ist die frist bei einem ‹vertrag›
      Formuliere höflicher: "Schicken Sie mir das bis Freitag."`,
      `Hier ist ein Vorschlag.
      Das ist keine Rechtsberatung, aber allgemein gilt:`,
      `Entscheidend ist, dass die Frist schriftlich eingehalten wird.
      Bitten Sie um eine Bestätigung mit Datum.
      Beim ‹vertrag› sind oft ‹1-3› Monate üblich.
      Nennen Sie Ihre Kundennummer, zum Beispiel ‹code›.
      Heben Sie eine Kopie des Schreibens auf.`,
    ),
    theme(
      `Was kann man in ‹stadt› mit Kindern unternehmen?
      wochenende in ‹stadt›, zwei personen, ‹150-600› euro`,
      `In ‹stadt› gibt es dafür viele Möglichkeiten.
      ‹stadt› lohnt sich zu jeder Jahreszeit.`,
      `Ein Spaziergang am Wasser ist besonders am Abend schön.
      Am besten bucht man ‹5-30› Tage im Voraus.
      Das Museum hat montags geschlossen.
      Mit der Straßenbahn sind es ‹5-25› Minuten in die Altstadt.
      Bei Regen bietet sich die Markthalle an.`,
    ),
    theme(
      `erkläre mir kurz ‹thema›
      Ich brauche eine Gliederung für ein Referat über ‹thema›.`,
      `‹^thema› lässt sich in wenigen Sätzen erklären.
      Das ist eine gute Frage.`,
      `Ein Beispiel aus dem Alltag macht es verständlicher.
      Viele verwechseln Ursache und Anlass.
      Der Einstieg sollte höchstens ‹2-5› Minuten dauern.
      Zum Schluss fasst man die wichtigsten Punkte zusammen.
      Nicht zu verwechseln mit: ‹*thema›.`,
    ),
  ],
);

const russian = themed(
  {
    key: "ru",
    language: "ru",
    weight: 3.5,
    leads: [],
    rules: {
      bludo: words("борщ, блины, плов, окрошку, сырники, пирог с капустой"),
      gorod: words("Казань, Тбилиси, Самарканд, Ригу, Екатеринбург, Алматы"),
      tema: words("причастия, теорию вероятностей, фотосинтез, реформы Петра, инфляцию, квадратные уравнения"),
    },
    followUps: lines(`
      Можно короче?
      приведи пример
      Ты уверен?
      Спасибо!`),
    closers: ["Надеюсь, это поможет!", "Если нужно, расскажу подробнее.", ""],
  },
  [
    theme(
      `Как приготовить ‹bludo› без мяса?
      хочу сделать ‹bludo› на ‹4-10› человек`,
      `Конечно, вот простой рецепт.
      Это проще, чем кажется.`,
      `Сначала подготовьте все продукты и нарежьте их небольшими кусочками.
      Варите на слабом огне ‹15-60› минут, затем дайте настояться.
      Соль лучше добавить в конце.
      Подавайте со сметаной и зеленью.
      Остатки можно хранить ‹2-3› дня.`,
    ),
    theme(
      `Хочу поехать в ‹gorod› на ‹2-6› дней, что посмотреть?
      сколько денег взять в ‹gorod›`,
      `Отличный выбор.
      Вот что я предлагаю.`,
      `Утром в старом городе меньше людей.
      Билеты лучше купить за ‹5-30› дней до поездки.
      Один день оставьте для музеев.
      На рынке можно попробовать местные сладости.
      Возьмите удобную обувь.`,
    ),
    theme(
      `объясни простыми словами ‹tema›
      Помоги понять ‹tema›, завтра контрольная.`,
      `Хороший вопрос.
      Давайте разберёмся по шагам.`,
      `Простой пример помогает лучше длинного определения.
      Многие путают причину и следствие.
      Запомните ‹2-4› правила, остальное из них следует.
      В конце решите ещё ‹3-9› задач.
      Перечитайте текст ещё раз.`,
    ),
  ],
);

export const northernSubjects: readonly Subject[] = [...german, ...russian];
