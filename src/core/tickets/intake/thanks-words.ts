/** Words of thanks, by language; each alone is a “thanks”. Signs and capitals do not matter. */
export const thankful = phrases(
  // English
  'thanks, thank you, thank u, thankyou, thx, thnx, thanx, tks, tnx, ty, tysm, cheers, ta, many thanks',
  'much appreciated, i appreciate it, i really appreciate it, appreciate it, appreciated',
  'im very grateful, i am very grateful, thankful',
  // German, Dutch, Scandinavian, Finnish, Icelandic
  'danke, dankeschön, danke schön, danke sehr, vielen dank, besten dank, herzlichen dank, lieben dank',
  'tausend dank, merci, merci vielmals, bedankt, dank je, dank je wel, dank u, dank u wel, dankjewel',
  'dankuwel, hartelijk dank, hartstikke bedankt, tack, tack så mycket, tusen tack, tak, mange tak',
  'tusind tak, takk, tusen takk, mange takk, kiitos, kiitos paljon, kiitti, takk fyrir',
  // Romance
  'merci beaucoup, merci bien, mille mercis, un grand merci, je vous remercie, mrc, gracias',
  'muchas gracias, mil gracias, muchísimas gracias, muchisimas gracias, gràcies, moltes gràcies',
  'obrigado, obrigada, muito obrigado, muito obrigada, obg, valeu, brigado, brigada, grazie',
  'grazie mille, mille grazie, tante grazie, molte grazie, mulțumesc, multumesc, mersi, mulțumesc mult',
  // Slavic, Baltic
  'dziękuję, dziekuje, dzięki, dzieki, dziękuję bardzo, bardzo dziękuję, wielkie dzięki, děkuji, dekuji',
  'děkuju, díky, diky, děkuji moc, ďakujem, dakujem, vďaka, hvala, hvala lepa, hvala lijepa',
  'najlepša hvala, puno hvala, хвала, спасибо, большое спасибо, спасибо большое, спс, благодарю, дякую',
  'щиро дякую, спасибі, благодаря, мерси, дзякуй, ačiū, aciu, labai ačiū, paldies, liels paldies, aitäh',
  'tänan, suur tänu, köszönöm, koszonom, köszi, köszönöm szépen',
  // Greek, Turkish, Albanian, Georgian, Armenian
  'ευχαριστώ, ευχαριστω, σας ευχαριστώ, ευχαριστώ πολύ, teşekkürler, tesekkurler, teşekkür ederim',
  'tesekkur ederim, çok teşekkürler, çok teşekkür ederim, sağ olun, sağolun, faleminderit, მადლობა',
  'շնորհակալություն, рахмет, рақмет',
  // Near East, India
  'شكرا, شكراً, شكرا جزيلا, شكراً جزيلاً, مشكور, תודה, תודה רבה, ممنون, متشکرم, مرسی, سپاس, شکریہ',
  'धन्यवाद, शुक्रिया, बहुत धन्यवाद, ধন্যবাদ, நன்றி, ధన్యవాదాలు, shukriya, dhanyavad',
  // East and South-East Asia, Africa
  '谢谢, 谢谢你, 谢谢您, 多谢, 非常感谢, 感谢, 謝謝, 謝謝你, 多謝, 感謝, 非常感謝, ありがとう, ありがとうございます, ありがとうございました, どうもありがとう',
  'どうもありがとうございます, 感謝します, 감사합니다, 감사해요, 고맙습니다, 고마워요, 고마워, 대단히 감사합니다, cảm ơn, cám ơn, cam on, cảm ơn nhiều',
  'xin cảm ơn, terima kasih, makasih, terima kasih banyak, ขอบคุณ, ขอบคุณครับ, ขอบคุณค่ะ, ขอบคุณมาก',
  'salamat, maraming salamat, asante, asante sana, baie dankie, dankie',
);

/** A thumb or a heart says as much. */
export const gestures: readonly string[] = [...'👍🙏❤💖💕💗💙💚💛🧡💜🫶💐🌹🤗😊☺🙂😀😃😄😁🥰😍👌🎉'];

/** What people say beside it, and what needs no answer either. */
export const alongside = phrases(
  // English
  'hi, hello, hey, dear, team, support, support team, everyone, all, guys, folks, so, very, much',
  'so much, very much, a lot, lots, a million, a ton, a bunch, again, once again, really, kindly, for',
  'the, your, you, to you, and, help, helping, helping me, helping out, quick, fast, prompt, great',
  'kind, reply, response, answer, assistance, everything, info, information, explanation, update',
  'service, time, patience, letting me know, in advance, ok, okay, perfect, awesome, super, wonderful',
  'excellent, amazing, nice, lovely, cool, good, it works, it works now, works, works now, it worked',
  'worked, that worked, that helped, that did it, its fixed, fixed, solved, problem solved',
  'its working now, it is working now, its working, all good, all good now, got it, understood, will do',
  'have a nice day, have a good day, have a great day, have a nice weekend, have a great weekend',
  'have a nice evening, best, regards, best regards, kind regards, best wishes, bye, youre the best',
  'you are the best, yes, that was quick, that was fast, i, xx, x',
  // German, Dutch, Scandinavian, Finnish
  'hallo, guten tag, guten morgen, guten abend, liebes team, für, die, das, den, ihre, eure, deine',
  'hilfe, schnelle, die schnelle, antwort, rückmeldung, unterstützung, auskunft, mühe, alles, nochmal',
  'nochmals, euch, ihnen, dir, prima, toll, klasse, perfekt, wunderbar, spitze, alles klar, geht',
  'geht wieder, geht jetzt, es geht, es geht wieder, jetzt geht es, jetzt gehts, funktioniert',
  'funktioniert wieder, es funktioniert, es funktioniert wieder, hat geklappt, klappt, und, schönen tag',
  'schönen tag noch, schönes wochenende, einen schönen tag, liebe grüße, viele grüße, lg, mfg, voor, de',
  'het, je, uw, jullie, hulp, snelle, reactie, antwoord, heel erg, top, fijne dag, groeten, groetjes',
  'för, hjälpen, svaret, det snabba svaret, hjelpen, hjælpen, hei, hej, avusta, paljon, vastauksesta',
  'mvh',
  // Romance
  'bonjour, bonsoir, pour, votre, ton, aide, réponse, rapide, réponse rapide, à vous, vous, infiniment',
  'parfait, génial, cest bon, ça marche, ça fonctionne, bonne journée, bonne soirée, cordialement, tout',
  'et, la, l, le, hola, por, su, tu, ayuda, respuesta, rápida, todo, a ti, a ustedes, perfecto, genial',
  'excelente, ya funciona, funciona, saludos, un saludo, buen día, y, olá, oi, pela, pelo, sua, a',
  'ajuda, resposta, tudo, perfeito, ótimo, funcionou, abraço, abraços, bom dia, boa tarde, boa noite, e',
  'ciao, buongiorno, per, il, vostro, aiuto, risposta, tutto, perfetto, ottimo, funziona, saluti',
  'buona giornata, pentru, ajutor, mult, beaucoup',
  // Slavic and others
  'za, pomoc, odpowiedź, szybką odpowiedź, bardzo, serdecznie, pozdrawiam, działa, dzień dobry, moc',
  'odpověď, pekne, dobrý den, на, за, помощь, ответ, быстрый ответ, всё, все, вам, тебе, огромное',
  'работает, всё работает, заработало, отлично, супер, здравствуйте, добрый день, допомогу, відповідь',
  'pomoć, pomoč, puno, szépen, a segítséget, πολύ, για, τη, βοήθεια, çok, yardımınız, için, merhaba',
  'שלום, על, העזרה, مرحبا, على, المساعدة, جزيلا, लिए, के, मदद, 你好, 好的, 收到, 你的帮助, 您的帮助, の, 助かりました, 了解です',
  '了解しました, 네, 도와주셔서, 답변, nhiều, banyak, atas, bantuannya, มาก, ครับ, ค่ะ, นะครับ, นะคะ, po, sana',
);

function phrases(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(', '));
}
