/**
 * The languages that the intake recognises, by ISO 639-3: those of franc-min 6.2. Each is named by the browser, apart
 * from a few that it has no name for.
 */
const codes =
  'amh arb azj bel ben bho bos bul ceb ces ckb cmn deu ell eng fra fuv guj hau hin hms hnj hrv hun ibo ilo ind ita jav jpn kan kaz kin koi kor lin mad mag mai mal mar mya nld npi nya pan pbu pes plt pol por qug ron run rus sin skr som spa srp sun swe swh tam tel tgl tha tur ukr urd uzn vie yor zlm zul zyb'.split(
    ' ',
  );

const ownNames: Readonly<Record<string, string>> = {
  und: 'Not recognised',
  fuv: 'Nigerian Fulfulde',
  hms: 'Southern Qiandong Miao',
  skr: 'Saraiki',
  zlm: 'Malay',
};

const browsers = new Intl.DisplayNames('en-GB', { type: 'language', fallback: 'none' });

/** `German`; the code itself where nobody has a name for it. */
export function languageName(code: string): string {
  return ownNames[code] ?? browsers.of(code) ?? code;
}

/** What can be chosen from, by name; what was not recognised comes last. */
export const languages: readonly { code: string; name: string }[] = [
  ...codes
    .map((code) => ({ code, name: languageName(code) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en')),
  { code: 'und', name: languageName('und') },
];
