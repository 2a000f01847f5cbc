/** What support does about a request: for whom it is, and what is said to it. */
export interface Advice {
  readonly team: (typeof teamNames)[number];
  readonly tag: string;
  readonly answer: string;
  readonly solution: string;
}

export const teamNames = ['Accounts', 'Payments', 'Safety'] as const;

const other: Advice = {
  team: 'Accounts',
  tag: 'question',
  answer: 'Hello {nickname}, thank you for writing. Can you tell us on which page you were? {me}',
  solution: 'Hello {nickname}, you find this under Settings, at the bottom of the page. {me}',
};

/** By a word of what it is about. */
const advice: readonly (readonly [RegExp, Advice])[] = [
  [
    /sign in|e-mail/i,
    {
      team: 'Accounts',
      tag: 'login',
      answer: 'Hello {nickname}, which address do you sign in with, and does the link reach you at all? {me}',
      solution:
        'Hello {nickname}, I have sent you a new link. It is valid for an hour; look into your spam as well. {me}',
    },
  ],
  [
    /delete/i,
    {
      team: 'Accounts',
      tag: 'deletion',
      answer: 'Hello {nickname}, that cannot be undone. Shall we really delete everything? {me}',
      solution:
        'Hello {nickname}, your account will be gone within a week. Thank you for having been here. {me}',
    },
  ],
  [
    /charged|refund/i,
    {
      team: 'Payments',
      tag: 'billing',
      answer: 'Hello {nickname}, can you send us the last four digits of your card? {me}',
      solution: 'Hello {nickname}, we have sent the second amount back. It takes up to five days. {me}',
    },
  ],
  [
    /crash|app/i,
    {
      team: 'Accounts',
      tag: 'app',
      answer: 'Hello {nickname}, which phone do you use, and which version of the app? {me}',
      solution: 'Hello {nickname}, version 4.2 mends this. Please update the app once more. {me}',
    },
  ],
  [
    /photo|suspended/i,
    {
      team: 'Safety',
      tag: 'appeal',
      answer: 'Hello {nickname}, I have asked a colleague who did not decide this to look at it again. {me}',
      solution: 'Hello {nickname}, we looked again, and you are right. It is as it was before. {me}',
    },
  ],
  [
    /pretends|alone/i,
    {
      team: 'Safety',
      tag: 'harassment',
      answer: 'Hello {nickname}, thank you for telling us. Can you name the accounts? {me}',
      solution: 'Hello {nickname}, the accounts that we found are gone. Please report any new one. {me}',
    },
  ],
];

export function adviceOn({ subject }: { readonly subject: string }): Advice {
  return advice.find(([words]) => words.test(subject))?.[1] ?? other;
}
