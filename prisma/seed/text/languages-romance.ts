import { lines, words } from "./grammar";
import { type Subject, theme, themed } from "./subject";

const spanish = themed(
  {
    key: "es",
    language: "es",
    weight: 5,
    leads: [],
    rules: {
      plato: words("la paella, el gazpacho, el cocido, la tortilla de patatas, el arroz con leche, el puchero, el ceviche, el mole"),
      comida: words("cebolla, ajo, tomate, arroz, pollo, garbanzos, patatas, pimiento, limón, cilantro, aceite de oliva, azafrán"),
      ciudad: words("Sevilla, Bogotá, Lima, Valencia, Oaxaca, Montevideo, Granada, Quito, Rosario"),
      tema: words(
        "la fotosíntesis, la Revolución mexicana, el ciclo del agua, la regla de tres, el subjuntivo, la inflación, el Siglo de Oro",
      ),
    },
    followUps: lines(`
      ¿Puedes hacerlo más corto?
      gracias
      ¿Y si no tengo tiempo?
      Dame un ejemplo, por favor.
      ¿Estás seguro?
      ¿Qué más debería saber?`),
    closers: ["¡Espero que te sirva!", "¿Quieres que añada algo más?", ""],
  },
  [
    theme(
      `¿Cómo se prepara ‹plato› para ‹4-10› personas?
      que puedo cocinar con ‹comida› y ‹comida.2›
      Mi ‹madre|hermana|suegra› hace ‹plato› sin ‹comida›. ¿Se puede?`,
      `‹^plato› es más fácil de lo que parece.
      ¡Claro! Con ‹comida› y poco más queda muy bien.`,
      `Se pica la ‹cebolla|zanahoria› y se sofríe con ‹*comida› durante ‹5-15› minutos.
      Se cocina a fuego lento durante ‹15-60› minutos y se deja reposar.
      Añade ‹*comida› al final para que no pierda el sabor.
      Prueba la sal antes de servir.
      También puedes usar ‹*comida› si no encuentras otra cosa en ‹ciudad›.
      Sirve ‹plato› con pan o con una ensalada sencilla.`,
    ),
    theme(
      `¿Qué puedo visitar en ‹ciudad› en ‹2-6› días?
      voy a ‹ciudad› con mi familia, tenemos ‹300-2000› euros
      ¿Es mejor ir a ‹ciudad› o a ‹ciudad.2› en ‹mayo|octubre|enero›?`,
      `Por supuesto. Para ‹ciudad› te recomiendo lo siguiente.
      ‹^ciudad› tiene mucho que ver.`,
      `Conviene salir temprano, porque a mediodía hace mucho calor.
      El centro histórico se recorre a pie en ‹2-4› horas.
      Reserva con ‹2-20› días de antelación y lleva ropa cómoda.
      Por la tarde, pasea por el mercado y prueba ‹plato›.
      Un billete de autobús cuesta unos ‹1-4› euros.
      Guarda un día para una excursión a los alrededores.`,
    ),
    theme(
      `explícame ‹tema› de forma sencilla
      hazme un resumen sobre ‹tema› para secundaria
      ¿Cuál es la diferencia entre ‹tema› y ‹tema.2›?`,
      `¡Claro! Aquí tienes una explicación sobre ‹tema›.
      Buena pregunta.`,
      `En pocas palabras, ‹tema› describe cómo cambia algo con el tiempo.
      Un ejemplo sencillo ayuda más que una definición larga.
      Los especialistas no se ponen de acuerdo sobre todos los detalles.
      No hay que confundirlo con ‹*tema›.
      En resumen, lo importante es practicar un poco cada día.
      Para el examen basta con recordar ‹2-5› ideas.`,
    ),
  ],
);

const french = themed(
  {
    key: "fr",
    language: "fr",
    weight: 4,
    leads: [],
    rules: {
      plat: words("la ratatouille, le gratin dauphinois, la quiche, le pot-au-feu, la tarte aux pommes, la bouillabaisse, la blanquette"),
      ville: words("Lyon, Nantes, Bruxelles, Montréal, Genève, Dakar, Marseille, Annecy"),
      sujet: words(
        "la Révolution française, le passé composé, le réchauffement climatique, la probabilité, la photosynthèse, l'existentialisme",
      ),
    },
    followUps: lines(`
      Plus court, s'il te plaît.
      Peux-tu donner un exemple ?
      merci !
      Tu es sûr ?
      et sinon, que faire ?`),
    closers: ["N'hésitez pas si vous avez d'autres questions.", "Bon courage !", ""],
  },
  [
    theme(
      `Donne-moi une recette simple pour ‹plat›.
      comment réussir ‹plat› pour ‹4-10› personnes`,
      `Bien sûr ! Voici une recette pour ‹plat›.
      ‹^plat› demande surtout de la patience.`,
      `Préparez tous les ingrédients, puis faites chauffer le four à ‹160-210› degrés.
      Faites revenir les oignons dans un peu de beurre pendant ‹5-12› minutes.
      Laissez reposer pendant ‹10-50› minutes avant de servir.
      Ajoutez une pincée de sel et un peu de thym.
      On peut remplacer la crème par du lait.`,
    ),
    theme(
      `Que faire à ‹ville› pendant un week-end pluvieux ?
      Je pars à ‹ville› avec deux enfants, des idées ?`,
      `Pour ‹ville›, tout dépend du temps que vous avez.
      ‹^ville› se visite très bien à pied.`,
      `À ‹ville›, le marché du matin vaut le détour.
      Les billets sont moins chers si l'on réserve ‹7-60› jours à l'avance.
      Le musée est gratuit le premier dimanche du mois.
      Prévoyez ‹2-4› heures pour la vieille ville.
      Le soir, goûtez ‹plat› dans un petit restaurant.`,
    ),
    theme(
      `explique moi ‹sujet› en ‹5-12› phrases
      fais un plan de dissertation sur ‹sujet›
      J'ai un contrôle sur ‹sujet› demain, aide-moi`,
      `‹^sujet› paraît compliqué, mais l'idée est simple.
      Excellente question.`,
      `Un exemple vaut mieux qu'une longue définition.
      On oublie souvent que tout a commencé bien avant.
      Dans une deuxième partie, on peut nuancer cette idée.
      Il ne faut pas confondre avec ‹*sujet›.
      Pour conclure, il reste une question ouverte.`,
    ),
  ],
);

const portuguese = themed(
  {
    key: "pt",
    language: "pt",
    weight: 3.5,
    leads: [],
    rules: {
      prato: words("a feijoada, o bolo de cenoura, o bacalhau, a moqueca, o pão de queijo, a canja"),
      cidade: words("Recife, Porto, Salvador, Curitiba, Coimbra, Belém"),
      tema: words("a independência do Brasil, a equação do segundo grau, a fotossíntese, o imposto de renda, a crase"),
    },
    followUps: lines(`
      Pode deixar mais curto?
      obrigado!
      Dê mais um exemplo.
      Tem certeza?`),
    closers: ["Espero ter ajudado!", "Qualquer dúvida, é só perguntar.", ""],
  },
  [
    theme(
      `Como faço ‹prato› sem forno?
      quero a receita: ‹prato›, ‹4-12› pessoas`,
      `Claro! ‹^prato› fica pronto em ‹30-90› minutos.
      Vamos por partes.`,
      `Misture tudo numa panela grande e cozinhe por ‹15-50› minutos.
      Deixe descansar antes de servir.
      Refogue a cebola e o alho em pouco óleo.
      Prove o sal só no final.
      O que sobrar dura ‹2-4› dias na geladeira.`,
    ),
    theme(
      `me explica ‹tema› com um exemplo
      Faça um resumo sobre ‹tema›.
      O que fazer em ‹cidade› se eu só estudo ‹tema› o dia todo?`,
      `‹^tema› parece difícil, mas não é.
      Claro! Um resumo:`,
      `O mais importante é entender a ideia antes de decorar a fórmula.
      Muita gente confunde com ‹*tema›.
      Guarde os comprovantes e as anotações durante ‹2-5› anos.
      No fim, revise o texto em voz alta.
      Em ‹cidade› há bons grupos de estudo.`,
    ),
  ],
);

export const romanceSubjects: readonly Subject[] = [...spanish, ...french, ...portuguese];
