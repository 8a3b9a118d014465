/**
 * How questions begin that people write without a mark, by the words that stand first in a sentence. More than the
 * interrogative alone: "when", "cuando" and "quand" begin as many statements. Spelled with accents, compared without.
 * Divided by commas.
 */
export const QUESTION_BEGINNINGS = `
  how do, how does, how can, how could, how to, how much, how many, how long, how often, how is, how are, how would,
  where do, where is, where are, where can, where to, what is, what are, what do, what does, what time, what's the,
  when is, when are, when will, when do, when does, when can, why is, why are, why do, why does, why can't, why don't,
  who is, who can, who do, which one, is there, are there, is it, are you, can i, can you, can we, can someone,
  could i, could you, could someone, do you, do i, does it, does anyone, does anybody, does somebody, anyone know,
  anybody know, has anyone, have you, will you, will it, would you, may i, should i, any idea, any news on,
  comment faire, comment puis, comment je, comment on, comment ça, comment se, comment peut, comment savoir,
  où est, où sont, où puis, où peut, où en est, où trouver, quand est, quand sera, quand aura, quand arrive,
  combien, pourquoi, quel est, quelle est, quels sont, quelles sont, à quelle heure, est-ce que, est-ce qu, est-il,
  est-elle, est-ce possible, qu'est-ce, qui peut, que faire, puis-je, peut-on, peux-tu, pouvez-vous, pourriez-vous,
  pourrais-tu, avez-vous, as-tu, savez-vous, y a-t-il, quelqu'un sait, quelqu'un a, une idée de, des nouvelles de,
  cómo puedo, cómo se, cómo hago, cómo funciona, dónde está, dónde están, dónde puedo, dónde se, cuándo llega,
  cuándo sale, cuándo abre, cuándo va, cuánto, cuánta, cuántos, cuántas, por qué, cuál es, cuáles son, qué es,
  qué hago, quién puede, alguien sabe, hay alguna, hay algún, puedo, podéis, pueden, tenéis, tienen,
  wie kann, wie komme, wie lange, wie viel, wie viele, wie funktioniert, wie geht, wie macht, wo ist, wo sind,
  wo kann, wo finde, wo gibt, wo bleibt, wann kommt, wann kommen, wann wird, wann ist, wann gibt, wann habt,
  warum, wieso, weshalb, was ist mit, was kostet, was kann, wer kann, wer weiß, welche ist, weiß jemand,
  hat jemand, kann ich, kann man, kann mir, könnt ihr, könntet ihr, können sie, gibt es, gibt's, habt ihr,
  haben sie, ist es möglich,
  come posso, come si, come faccio, come funziona, come mai, dove posso, dove si, dove trovo, dov'è, dove sono,
  quando esce, quando arriva, quando arrivano, quando sarà, quanto costa, quanto tempo, quanti, quante, perché non,
  qual è, quali sono, cosa devo, chi può, qualcuno sa, qualcuno ha, posso, potete, potreste, avete, c'è un modo,
  è possibile,
  como posso, como faço, como funciona, como se, onde posso, onde fica, onde está, onde encontro, quando chega,
  quando vai, quando sai, quanto custa, quanto tempo, quantos, quantas, por que, porque é que, qual é, quais são,
  o que é, o que faço, quem pode, alguém sabe, alguém tem, há algum, tem algum, podem, vocês têm, é possível`
