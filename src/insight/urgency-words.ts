import type { UrgencyReason } from '../domain/urgency.ts'

/**
 * What makes a mention urgent, whoever wrote it: phrases, for a single word ("fire", "leak", "avocat") means too many
 * other things. A trailing * stands for any ending. Spelled with accents, compared without. Divided by commas.
 */
export const URGENT_PHRASES: Readonly<Record<UrgencyReason, string>> = {
  safety: `
    injured, injury, injuries, hospitalised, hospitalized, in hospital, in the hospital, to the hospital,
    food poisoning, poisoned, allergic reaction, anaphyla*, electric shock, electrocuted, caught fire, on fire,
    burst into flames, exploded, burned my, burnt my, burned me, choking hazard, choked on, safety hazard,
    fire hazard, health hazard, carbon monoxide, glass in my, metal in my, made me sick, made us sick,
    got sick after, fell ill, could have died, could have killed, nearly killed, brakes failed, suicidal,
    kill myself, blessé, blessée, blessés, blessure, blessures, hospitalisé, hospitalisée, à l'hôpital,
    aux urgences, intoxication, intoxiqué, intoxiquée, réaction allergique, choc anaphylactique, électrocuté,
    électrocutée, choc électrique, a pris feu, prend feu, ont pris feu, a explosé, ont explosé, brûlé la main,
    m'a brûlé, m'a brûlée, brûlure, brûlures, risque d'incendie, risque d'étouffement, monoxyde de carbone,
    morceau de verre, morceaux de verre, bout de verre, bouts de verre, du verre dans, rendu malade, rendue malade,
    rendus malades, tombé malade, tombée malade, tombés malades, en danger, dangereux, dangereuse,
    aurait pu mourir, freins ont lâché, me suicider, suicidaire, intoxicación, reacción alérgica, se incendió,
    prendió fuego, explotó, herido, herida, hospitalizado, hospitalizada, al hospital, en el hospital, verletzt,
    verletzung, lebensmittelvergiftung, allergische reaktion, stromschlag, in brand, explodiert, im krankenhaus,
    ins krankenhaus, brandgefahr, intossicazione, reazione allergica, preso fuoco, esploso, esplosa, ferito,
    ferita, in ospedale, pronto soccorso, intoxicação, reação alérgica, pegou fogo, explodiu, ferido, no hospital,
    ao hospital, pronto socorro`,
  legal: `
    my lawyer, my lawyers, my attorney, our lawyer, our lawyers, a lawyer, lawsuit, class action, legal action,
    will sue, i'll sue, going to sue, suing you, suing them, sue you, see you in court, take you to court,
    small claims, cease and desist, press charges, consumer protection, trading standards, gdpr complaint, illegal,
    mon avocat, mon avocate, nos avocats, notre avocat, avec un avocat, prendre un avocat, pris un avocat, contacté un avocat, consulter un avocat, mes avocats, porter plainte, porte plainte,
    portons plainte, porté plainte, dépôt de plainte, déposer plainte, dépose plainte, déposé plainte,
    mise en demeure, au tribunal, en justice, tribunaux, action collective, répression des fraudes, dgccrf,
    signalconso, signal conso, cnil, ufc que choisir, illégal, illégale, mi abogado, mi abogada, demandaré,
    voy a demandar*, acciones legales, ilegal, denunciaré, voy a denunciar*, mein anwalt, meinem anwalt,
    meinen anwalt, meine anwältin, anzeige erstatten, verklage, verklagen, vor gericht, verbraucherzentrale,
    abmahnung, rechtliche schritte, mio avvocato, vie legali, azioni legali, denuncerò, querela, in tribunale,
    meu advogado, minha advogada, vou processar, medidas legais, ação judicial, procon, na justiça`,
  leak: `
    data leak, data leaks, data leaked, leaked data, data breach, data breaches, security breach, got hacked,
    been hacked, was hacked, were hacked, hacked my account, my data was, passwords leaked, leaked passwords,
    leaked database, database leaked, database dump, stolen data, data stolen, see other customers,
    someone else is logged, ransomware, phishing, leaked documents, leaked document, leaked memo,
    internal documents, fuite de données, fuites de données, fuite des données, données volées, données ont fuité,
    données personnelles volées, vol de données, base de données piratée, piratage, été piraté, été piratée,
    été piratés, compte piraté, hameçonnage, rançongiciel, documents internes, document interne,
    données des autres clients, données d'autres clients, faille de sécurité, filtración de datos, fuga de datos,
    datos robados, han hackeado, hackearon, datenleck, datenpanne, daten gestohlen, gehackt, sicherheitslücke,
    fuga di dati, violazione dei dati, dati rubati, hackerato, vazamento de dados, dados vazados, dados roubados,
    fuga de dados, foi hackeado, hackeada`,
  press: `
    i'm a journalist, i am a journalist, as a journalist, i'm a reporter, i am a reporter, reporter for,
    reporter at, journalist for, journalist at, journalist with, writing a story, writing an article,
    working on a story, request for comment, requesting comment, for comment, press inquiry, press enquiry,
    your press office, your press team, press contact, dm me for a story, our newsroom, publishing a story,
    je suis journaliste, journaliste à, journaliste au, journaliste chez, journaliste pour, service presse,
    service de presse, contact presse, attaché de presse, attachée de presse, demande presse, j'écris un article,
    j'écris un papier, prépare un article, prépare un papier, prépare un sujet, prépare un reportage,
    votre réaction, droit de réponse, notre rédaction, soy periodista, departamento de prensa, gabinete de prensa,
    ich bin journalist, ich bin journalistin, pressestelle, presseanfrage, sono un giornalista,
    sono una giornalista, ufficio stampa, sou jornalista, assessoria de imprensa`,
}
