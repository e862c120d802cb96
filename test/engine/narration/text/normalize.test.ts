import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { normalize } from '../../../../src/engine/narration/text/normalize.ts';

/** [written, said] in American English. */
const cases: Record<string, [string, string][]> = {
  'whole numbers': [
    ['0', 'zero'],
    ['7', 'seven'],
    ['13 ghosts', 'thirteen ghosts'],
    ['42', 'forty-two'],
    ['100', 'one hundred'],
    ['101 dogs', 'one hundred one dogs'],
    ['999', 'nine hundred ninety-nine'],
    ['1,000', 'one thousand'],
    ['3000', 'three thousand'],
    ['12,345,678', 'twelve million three hundred forty-five thousand six hundred seventy-eight'],
    ['1,000,000,000,000', 'one trillion'],
    ['007', 'zero zero seven'],
    ['-5', 'minus five'],
    ['−12 points', 'minus twelve points'],
    ['+3', 'plus three'],
    ['She is 30.', 'She is thirty.'],
    ['10, 20, 30', 'ten, twenty, thirty'],
  ],
  decimals: [
    ['3.14', 'three point one four'],
    ['0.05', 'zero point zero five'],
    ['.5', 'zero point five'],
    ['1,234.5', 'one thousand two hundred thirty-four point five'],
    ['It fell 2.50 points.', 'It fell two point five zero points.'],
    ['version 1.2.3', 'version one point two point three'],
    ['192.168.0.1', 'one hundred ninety-two point one hundred sixty-eight point zero point one'],
  ],
  ordinals: [
    ['1st', 'first'],
    ['2nd', 'second'],
    ['3rd', 'third'],
    ['5th', 'fifth'],
    ['12th', 'twelfth'],
    ['21st century', 'twenty-first century'],
    ['100th', 'one hundredth'],
    ['the 8th', 'the eighth'],
    ['the 20th floor', 'the twentieth floor'],
    ['1,000th', 'one thousandth'],
  ],
  'years and decades': [
    ['in 1984', 'in nineteen eighty-four'],
    ['1066', 'ten sixty-six'],
    ['1900', 'nineteen hundred'],
    ['1905', 'nineteen oh five'],
    ['2000', 'two thousand'],
    ['2005', 'two thousand five'],
    ['2024', 'twenty twenty-four'],
    ['the 1990s', 'the nineteen nineties'],
    ["the '60s", 'the sixties'],
    ['the 80s', 'the eighties'],
    ['the 1800s', 'the eighteen hundreds'],
    ["summer of '69", 'summer of sixty-nine'],
    ['44 BC', 'forty-four BC'],
    ['1914–1918', 'nineteen fourteen to nineteen eighteen'],
    ['1939-45', 'nineteen thirty-nine to forty-five'],
    ['c. 1850', 'circa eighteen fifty'],
    ['300 AD', 'three hundred AD'],
  ],
  dates: [
    ['May 5, 2024', 'May fifth, twenty twenty-four'],
    ['May 5th', 'May fifth'],
    ['5 May 2024', 'the fifth of May, twenty twenty-four'],
    ['the 4th of July', 'the fourth of July'],
    ['2024-05-03', 'May third, twenty twenty-four'],
    ['5/3/2024', 'May third, twenty twenty-four'],
    ['31.12.1999', 'December thirty-first, nineteen ninety-nine'],
    ['Jan. 5', 'January fifth'],
    ['Sept. 11, 2001', 'September eleventh, two thousand one'],
    ['in Dec. 1941', 'in December nineteen forty-one'],
    ['on Mon. morning', 'on Monday morning'],
    ['You may 5 times try.', 'You may five times try.'],
  ],
  times: [
    ['7:00', "seven o'clock"],
    ['7:05', 'seven oh five'],
    ['12:30', 'twelve thirty'],
    ['at 3:45 pm', 'at three forty-five P M'],
    ['at 9 a.m. sharp', 'at nine A M sharp'],
    ['It was 7 p.m. Then', 'It was seven P M. Then'],
    ['19:00', 'nineteen hundred'],
    ['10:30:15', 'ten thirty and fifteen seconds'],
    ['10AM', 'ten A M'],
    ["3 o'clock", "three o'clock"],
  ],
  money: [
    ['$5', 'five dollars'],
    ['$1', 'one dollar'],
    ['$5.50', 'five dollars and fifty cents'],
    ['$0.99', 'ninety-nine cents'],
    ['$1.01', 'one dollar and one cent'],
    ['$1,234.56', 'one thousand two hundred thirty-four dollars and fifty-six cents'],
    ['$3.5 million', 'three point five million dollars'],
    ['$20k', 'twenty thousand dollars'],
    ['$2bn', 'two billion dollars'],
    ['£1.50', 'one pound and fifty pence'],
    ['£0.01', 'one penny'],
    ['€20', 'twenty euros'],
    ['20 €', 'twenty euros'],
    ['¥500', 'five hundred yen'],
    ['10¢', 'ten cents'],
    ['$5–10', 'five to ten dollars'],
    ['-$3', 'minus three dollars'],
    ['US$100', 'one hundred US dollars'],
    ['100 USD', 'one hundred US dollars'],
    ['It cost $5.', 'It cost five dollars.'],
    ['$1 million', 'one million dollars'],
  ],
  'percentages and units': [
    ['50%', 'fifty percent'],
    ['3.5 %', 'three point five percent'],
    ['10–20%', 'ten to twenty percent'],
    ['5 km', 'five kilometers'],
    ['1 km', 'one kilometer'],
    ['2.5kg', 'two point five kilograms'],
    ['60 mph', 'sixty miles per hour'],
    ['100 km/h', 'one hundred kilometers per hour'],
    ['20°C', 'twenty degrees Celsius'],
    ['-5 °F', 'minus five degrees Fahrenheit'],
    ['90°', 'ninety degrees'],
    ['100 m²', 'one hundred square meters'],
    ['16GB', 'sixteen gigabytes'],
    ['3 lbs', 'three pounds'],
    ['6 ft tall', 'six feet tall'],
    ['6\'2" tall', 'six feet two tall'],
    ['a 20-km run', 'a twenty-kilometer run'],
    ['a 10-year-old', 'a ten-year-old'],
    ['5 in the morning', 'five in the morning'],
    ['1920x1080', 'one thousand nine hundred twenty by one thousand eighty'],
    ['3 × 4 m', 'three by four meters'],
    ['5–10 kg', 'five to ten kilograms'],
    ['30 min', 'thirty minutes'],
    ['2 hrs', 'two hours'],
  ],
  'fractions and ranges': [
    ['1/2', 'one half'],
    ['3/4 of it', 'three quarters of it'],
    ['2/3', 'two thirds'],
    ['2 1/2 cups', 'two and a half cups'],
    ['5½', 'five and a half'],
    ['¼', 'one quarter'],
    ['24/7', 'twenty-four seven'],
    ['10–20 people', 'ten to twenty people'],
    ['3-4 days', 'three to four days'],
    ['pp. 5-10', 'pages five to ten'],
    ['won 3:1', 'won three to one'],
    ['3x faster', 'three times faster'],
  ],
  'titles and abbreviations': [
    ['Dr. Smith', 'Doctor Smith'],
    ['DR. Brown', 'Doctor Brown'],
    ['12 Elm Dr. is near.', 'twelve Elm Drive is near.'],
    ['St. Louis', 'Saint Louis'],
    ['on Main St. near', 'on Main Street near'],
    ['Mr. and Mrs. Brown', 'Mister and Missis Brown'],
    ['Ms. Green', 'Miz Green'],
    ['Prof. Xu', 'Professor Xu'],
    ['Capt. Nemo', 'Captain Nemo'],
    ['apples, pears, etc.', 'apples, pears, et cetera.'],
    ['etc. and so on', 'et cetera and so on'],
    ['e.g. this', 'for example this'],
    ['i.e., that', 'that is, that'],
    ['cats vs. dogs', 'cats versus dogs'],
    ['No. 5', 'number five'],
    ['p. 7', 'page seven'],
    ['Vol. 2', 'Volume two'],
    ['Acme Inc. sells', 'Acme Incorporated sells'],
    ['Sammy Davis Jr. sang', 'Sammy Davis Junior sang'],
    ['approx. 5', 'approximately five'],
    ['w/o salt', 'without salt'],
    ['and/or', 'and or'],
    ['he/she', 'he or she'],
    ['5th Ave. today', 'fifth Avenue today'],
    ['No. I said no.', 'No. I said no.'],
  ],
  'initials and acronyms': [
    ['J. R. R. Tolkien', 'J R R Tolkien'],
    ['J.K. Rowling', 'J K Rowling'],
    ['the U.S. army', 'the U S army'],
    ['from the U.S.A.', 'from the U S A.'],
    ['a Ph.D. student', 'a P H D student'],
    ['NASA and the FBI', 'NASA and the FBI'],
    ['NYC', 'N Y C'],
    ['MP3', 'MP three'],
    ['4K', 'four K'],
    ['COVID-19', 'COVID-nineteen'],
    ['H2O', 'H two O'],
    ['R&B', 'R and B'],
    ['Apollo 11', 'Apollo eleven'],
    ['Plan B. Then', 'Plan B. Then'],
  ],
  'roman numerals': [
    ['Henry VIII', 'Henry the eighth'],
    ['Louis XIV of France', 'Louis the fourteenth of France'],
    ['Elizabeth I of England', 'Elizabeth the first of England'],
    ['Henry, I said', 'Henry, I said'],
    ['John I know', 'John I know'],
    ['Chapter IV', 'Chapter four'],
    ['World War II', 'World War two'],
    ['Part III.', 'Part three.'],
    ['Act I, scene ii', 'Act one, scene ii'],
    ['Rocky IX', 'Rocky nine'],
    ['I did it', 'I did it'],
    ['a mix', 'a mix'],
  ],
  'addresses of the web': [
    ['example.com', 'example dot com'],
    ['https://www.example.org/a-b', 'W W W dot example dot org slash a dash b'],
    ['me@site.co.uk', 'me at site dot co dot uk'],
    ['See example.com.', 'See example dot com.'],
    ['#ThrowbackThursday', 'hashtag Throwback Thursday'],
    ['@jane_doe', 'at jane doe'],
    ['the end.In the', 'the end.In the'],
  ],
  'telephone numbers': [
    ['555-1234', 'five five five, one two three four'],
    ['(555) 123-4567', 'five five five, one two three, four five six seven'],
    ['1-800-555-0199', 'one, eight oh oh, five five five, oh one nine nine'],
    ['+44 20 7946 0958', 'plus four four, two oh, seven nine four six, oh nine five eight'],
  ],
  signs: [
    ['salt & pepper', 'salt and pepper'],
    ['1 + 1 = 2', 'one plus one equals two'],
    ['#1', 'number one'],
    ['§ 5', 'section five'],
    ['~50', 'about fifty'],
    ['yes/no', 'yes slash no'],
    ['x < y', 'x less than y'],
  ],
  'quotes and dashes': [
    ['"Hello," she said.', '“Hello,” she said.'],
    ['«Bonjour»', '“Bonjour”'],
    ["'Quoted' words", 'Quoted words'],
    ["don't", "don't"],
    ['don’t', "don't"],
    ["the dogs' bones", "the dogs' bones"],
    ['wait...', 'wait…'],
    ['wait. . . now', 'wait… now'],
    ['one -- two', 'one — two'],
    ['one - two', 'one — two'],
    ['well-known', 'well-known'],
    ['Paris–London', 'Paris—London'],
    ['What?!', 'What?'],
    ['Stop!!!', 'Stop!'],
    ['[sic]', '(sic)'],
    ['*really*', 'really'],
    ['fine 😀 then', 'fine then'],
    ['', ''],
  ],
};

const british: [string, string][] = [
  ['101', 'one hundred and one'],
  ['1,001', 'one thousand and one'],
  ['2005', 'two thousand and five'],
  ['5/3/2024', 'the fifth of March, twenty twenty-four'],
  ['May 5, 2024', 'the fifth of May, twenty twenty-four'],
  ['50p', 'fifty pence'],
];

const said = (text: string, language = 'en-US') => normalize(text, language).text.replace(/\s+/g, ' ').trim();

describe('normalizing English', () => {
  for (const [kind, pairs] of Object.entries(cases))
    describe(kind, () => {
      for (const [written, spoken] of pairs)
        it(`says ${JSON.stringify(written)}`, () => assert.equal(said(written), spoken));
    });
  describe('in Britain', () => {
    for (const [written, spoken] of british)
      it(`says ${JSON.stringify(written)}`, () => assert.equal(said(written, 'en-GB'), spoken));
  });
  it('has a table of at least 150 cases', () => {
    assert.ok(Object.values(cases).flat().length >= 150);
  });

  it('keeps the way back: what is outside the spans is the same in both texts, and spans are in order', () => {
    const words = fc.constantFrom(
      'the',
      'Dr.',
      'Smith',
      '$5.50',
      '1984',
      '3/4',
      'e.g.',
      '“quoted”',
      '20 km',
      'Henry VIII',
      '—',
      '😀',
      'don’t',
      '7:05',
      'U.S.A.',
      'a@b.com',
      '#tag',
      '10–20%',
      '...',
      'St.',
      '5th',
      '\n',
      '½',
      '(',
      '%',
      '&',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 6 })), { maxLength: 12 }), (parts) => {
        const text = parts.join(' ');
        const { text: spoken, spans } = normalize(text, 'en-US');
        let at = { text: 0, spoken: 0 };
        for (const span of [
          ...spans,
          { textStart: text.length, textEnd: text.length, start: spoken.length, end: spoken.length },
        ]) {
          // A space may be put between what would touch.
          const between = text.slice(at.text, span.textStart);
          assert.equal(spoken.slice(at.spoken, span.start).trim(), between.trim());
          assert.ok(span.textEnd >= span.textStart && span.end >= span.start);
          at = { text: span.textEnd, spoken: span.end };
        }
      }),
    );
  });

  it('leaves no digit, whatever is written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ a-zA-Z0-9.,:;$£€%°'"/+@#&()x–-]{0,30}$/), (text) => {
        assert.doesNotMatch(normalize(text, 'en-US').text, /\d/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('normalizing other languages', () => {
  it('leaves numbers to espeak-ng, which knows them', () => {
    assert.equal(said('Tengo 25 años.', 'es'), 'Tengo 25 años.');
  });
  it('brings quotes and dashes into one form', () => {
    assert.equal(said('«Oui» -- dit-elle...', 'fr'), '“Oui” — dit-elle…');
  });
});

describe('the lexicon in normalized text', () => {
  it('wins over every rule and carries its phonemes', () => {
    const text = 'Dr. Nguyen has 5 cats';
    const claims = [{ textStart: 4, textEnd: 10, spoken: 'Nguyen', ipa: 'wɪn' }];
    const { text: spoken, spans } = normalize(text, 'en-US', claims);
    assert.equal(spoken, 'Doctor Nguyen has five cats');
    assert.deepEqual(spans[1], { start: 7, end: 13, textStart: 4, textEnd: 10, ipa: 'wɪn' });
  });
});
