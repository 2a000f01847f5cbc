/**
 * What members write, by language, as templates: {noun}, {adjective}, {name}, {city}, {dish}, {number} are filled in.
 * `share` is the language's share of all texts.
 */
export interface Language {
  share: number;
  remarks: string[];
  replies: string[];
}

export const LANGUAGES: Language[] = [
  {
    share: 0.86,
    remarks: [
      'Finally finished the {adjective} {noun} I have been working on since spring.',
      'Anyone in {city} this weekend? Would love to meet up for coffee.',
      'First try at {dish} tonight. {name} says it is edible, I call that a win.',
      'I forgot how {adjective} {city} is in the early morning.',
      'Does anyone know a good place for a {noun} in {city}? Asking for {name}.',
      'Day {number} of learning the {noun}. Still terrible, still happy.',
      'So grateful for this community. You all got me through a {adjective} year.',
      'New photos from the trip to {city} are up, have a look!',
      'Unpopular opinion: a {adjective} {noun} is better than no {noun} at all.',
      'Can we please talk about the {adjective} weather? I have not seen the sun for {number} days.',
      'Selling my old {noun}, {number} or best offer, pick up in {city}.',
      'Looking for people to start a {noun} group in {city}, beginners welcome.',
      'Thank you {name} for the {adjective} evening, I needed that.',
      'I moved to {city} last month and I still get lost on the way to the station.',
      'My cat has decided that the {noun} belongs to her now.',
      'Work was {adjective} today. Tea, blanket, {dish}, good night.',
      'Small win: {number} days without a cigarette.',
      'The workshop in {city} was sold out within {number} minutes. See you all there!',
      'Why does every {noun} break in the week after the warranty ends?',
      'Reading a book about the {noun} and it is far more {adjective} than I expected.',
      'Is it just me or are notifications slow today?',
      'Happy birthday {name}!!! {number} never looked so good.',
      'Taking a break from here for a while. Be kind to each other.',
      'If you want to know what {adjective} means, look at my kitchen right now.',
    ],
    replies: [
      'This made my day, thank you.',
      'I completely disagree, but I like how you put it.',
      'Same here in {city}!',
      'Where did you get that {noun}?',
      'Welcome! Say hello to {name} from me.',
      'haha yes',
      'Stunning. The light in this one is so {adjective}.',
      'Please tell me there is a recipe for the {dish}.',
      'Sending hugs.',
      'You should not say things like that to people you do not know.',
      'Congratulations!! So well deserved.',
      'I had the same problem, restarting the {noun} helped.',
      'Following this, I would like to know as well.',
      'Nobody asked for your opinion, honestly.',
      'Count me in, I can bring a {noun}.',
      'More of this please!',
      'Was this in {city}? I think I know the place.',
      'That is a very {adjective} way of looking at it.',
      'Sorry to hear that. Write to me if you want to talk.',
      'lol {name} would love this',
      'Not sure this belongs in this group.',
      'Beautiful, as always.',
    ],
  },
  {
    share: 0.04,
    remarks: [
      'Endlich Wochenende! Wer ist heute Abend in {city} unterwegs?',
      'Heute zum ersten Mal {dish} gekocht, {name} hat alles aufgegessen.',
      'Suche jemanden, der mit mir in {city} wandern geht. Anfänger willkommen.',
      'Seit {number} Tagen kein Regen mehr, der Garten vertrocknet.',
      'Danke an alle, die gestern da waren. Es war großartig!',
    ],
    replies: [
      'Sehr schön!',
      'Da bin ich dabei.',
      'Das sehe ich anders.',
      'Alles Gute, {name}!',
      'Wo ist das? In {city}?',
    ],
  },
  {
    share: 0.03,
    remarks: [
      '¿Alguien de {city} por aquí? Busco gente para salir el sábado.',
      'Hoy hice {dish} por primera vez y quedó increíble.',
      'Gracias a todos por los mensajes, los quiero mucho.',
      'Llevo {number} días sin dormir bien. ¿Consejos?',
    ],
    replies: ['¡Qué bonito!', 'Totalmente de acuerdo.', 'Yo también quiero ir.', '¡Felicidades, {name}!'],
  },
  {
    share: 0.025,
    remarks: [
      'Quelqu’un connaît un bon café à {city} ?',
      'Première tentative de {dish} ce soir, souhaitez-moi bonne chance.',
      'Ça fait déjà {number} jours que je suis ici, merci pour votre accueil !',
    ],
    replies: ['Magnifique !', 'Je ne suis pas d’accord.', 'À bientôt à {city} !', 'Merci {name}.'],
  },
  {
    share: 0.02,
    remarks: ['Alguém de {city}? Vamos marcar um café!', 'Hoje foi um dia difícil, mas amanhã será melhor.'],
    replies: ['Que lindo!', 'Concordo com você.', 'Saudades, {name}!'],
  },
  {
    share: 0.015,
    remarks: [
      'Кто-нибудь из города {city} есть? Давайте встретимся.',
      'Сегодня {number}-й день без кофе. Держусь.',
    ],
    replies: ['Очень красиво!', 'Не согласен.', 'Спасибо, {name}!'],
  },
  {
    share: 0.01,
    remarks: [
      '今日はいい天気ですね。散歩に行きました。',
      '{city}に住んでいる人いますか？',
      '新しい写真をアップしました。見てください！',
    ],
    replies: ['素敵ですね！', 'ありがとうございます。', 'わかります😊'],
  },
];

/** How a member asks for help; the kinds of a support inbox. */
export const REQUESTS: [string, string][] = [
  [
    'Cannot sign in',
    'Hello, since yesterday I cannot sign in any more. I have tried the password link {number} times and no mail comes.',
  ],
  [
    'Change my e-mail address',
    'I no longer have access to my old address. Please change it to this one. My nickname should be on file.',
  ],
  [
    'Please delete my account',
    'I want my account and all my photos deleted. Please confirm when it is done.',
  ],
  [
    'Why was my photo removed?',
    'My photo from {city} was taken down and nobody told me why. I have read the rules and it breaks none of them.',
  ],
  [
    'Someone pretends to be me',
    'There is an account with almost my name and my pictures. People write to me about things I never said. Please help quickly.',
  ],
  [
    'Charged twice',
    'My card was charged twice this month. The second charge is from the {number}th. Can you refund it?',
  ],
  [
    'The app crashes',
    'The app closes when I open a group. I have reinstalled it. The phone is {number} months old.',
  ],
  [
    'A member will not leave me alone',
    'I have blocked them but they come back with new accounts. I do not feel safe.',
  ],
  [
    'I was suspended by mistake',
    'I only answered to an insult. Please look at the whole conversation and lift this.',
  ],
  ['Question about groups', 'How do I hand over my group to {name}? I have no time for it any more.'],
];

/** Why members report, with the notes they leave. */
export const REASONS: Record<string, string[]> = {
  spam: ['Same link under every photo', 'bot', 'advertising', ''],
  harassment: [
    'Keeps insulting me',
    'Please do something, this has been going on for weeks',
    'Threatens {name}',
    '',
  ],
  impersonation: ['This is not the real one', 'Stolen photos', 'Fake account, look at the name'],
  'hate speech': ['', 'Read the last sentence', 'Not acceptable in 2 languages'],
  nudity: ['Not marked as such', '', 'My children see this'],
  underage: ['Says they are {number} in another post', 'Looks far too young'],
  'self-harm': ['I am worried about this person', 'Please have someone talk to them'],
  other: ['I do not like this', 'Disagrees with me', 'wrong group', 'This opinion should not be allowed', ''],
};

export const SPAM: string[] = [
  'Make {number}00 a day from home!!! http://easy-{noun}.example/join',
  'Hot singles in {city} are waiting for you >>> http://meet-{noun}.example/?r={number}',
  'LIMITED OFFER {adjective} watches -{number}% http://{noun}-outlet.example',
  'I lost {number} kg with this {noun} trick, see http://{adjective}-{noun}.example',
  'Crypto that doubles in {number} days, ask me how http://coin-{noun}.example/go',
  'FREE gift cards!! verify here http://gift-{noun}.example/v/{number}',
];

/** Why staff did what to a member, by the name of the site's procedure. */
export const MODERATION = {
  member_warn: [
    'Insulted another member in a discussion. Asked to stay with the matter',
    'Posted the same picture in eleven groups within an hour',
    'Pictures not marked as adult; second time',
    'Kept writing to someone who had asked to be left alone',
    'Advertised a shop in a group that does not allow it',
  ],
  member_mute: [
    'Went on insulting after a warning',
    'Flooded the comments of one photo. A few days of reading will do',
    'Stirs up every discussion about the new rules; warned before',
    'Reports everyone who disagrees, and says so in public',
  ],
  member_suspend: [
    'Threatened another member in messages, see the reported conversation',
    'Posted the home address of another member. It was hidden at once',
    'Third time that private pictures of someone else were posted',
    'Came back under this account during the mute of another',
  ],
  member_ban: {
    conduct: [
      'Harassed several members over weeks; two of them have left',
      'Says that they are fifteen; the profile is kept for the authorities',
      'Sold stolen pictures through messages',
      'Threats of violence. Reported to the police, reference with Ada',
    ],
    spam: ['Spam wave: links from accounts made for it', 'Spam: the same shop under hundreds of posts'],
    ring: [
      'One person with many accounts, to report others with',
      'Pretends to be another member, with accounts made for it',
    ],
  },
  member_restore: [
    'Appealed, and was right: it was a quotation',
    'Apologised to the member concerned, who accepts it',
    'Mixed up with an account of nearly the same name. Our mistake',
    'Has understood. On probation',
  ],
  member_rename: [
    'The nickname was a slur in another language',
    'The nickname passed for the team’s; agreed on this one',
    'Asked for it: the former name showed the full real name',
  ],
};
