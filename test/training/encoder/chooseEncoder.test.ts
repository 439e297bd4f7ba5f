import { Random } from '../../../src/common/random';
import { shipped } from '../../../src/common/shipped';
import {
  bestReading,
  readerOf,
  readingText,
  type TextJudge,
  textJudge,
} from '../../../src/training/encoder/chooseEncoder';
import { Engine } from '../../../src/engine/engine';
import { encodeTexts } from '../../../src/engine/encodeTexts';
import { readProducts } from '../../../src/engine/modelDirectory';
import { SHIPPED_ENCODERS } from '../../../src/engine/modelEncoder';
import { PRODUCT_LANGUAGES, productTexts } from '../../support/productTexts';

const { english, multilingual } = SHIPPED_ENCODERS;
const TEXTS = {
  English: [
    'WHITE HANGING HEART T-LIGHT HOLDER',
    'Set of 6 ceramic mugs, 350ml',
    'organic whole milk 1 litre',
  ],
  German: ['Große Kaffeetasse weiß, 2er-Set', 'Bettwäsche aus Baumwolle', 'frische fettarme Milch 1 l'],
  Spanish: ['taza de cerámica roja', 'mantel de lino natural', 'leche fresca semidesnatada'],
  Chinese: ['红色陶瓷咖啡马克杯', '天然亚麻桌布', '新鲜半脱脂牛奶1升'],
  Arabic: ['شاي أخضر عضوي', 'كوب سيراميك أحمر', 'مفرش طاولة من الكتان'],
};
const GERMAN_CLOTHES =
  'T-Shirt Basic schwarz M|Jeans Slim Fit blau 32/32|Hoodie grau XL|Sneaker Damen rot 38|Top Spitze S|Blazer Herren 50|' +
  'Shorts Sport L|Poloshirt weiß M|Bluse gestreift 40|Rock Midi 38|Kleid Sommer lang|Mantel Wolle beige|' +
  'Jacke Softshell Herren|Pullover Strick creme|Socken 5er Pack 39-42|Boxershorts 3er Pack|BH Push-Up 80B|Bikini Set 36|' +
  'Leggings Sport schwarz|Cardigan lang oliv|Anzug Slim Fit|Hemd Business weiß 41|Krawatte Seide rot|Schal Kaschmir|' +
  'Mütze Beanie|Gürtel Leder braun|Stiefel Leder 39|Sandalen Kork 40|Pumps 38|Hausschuhe Filz';
const GERMAN_ELECTRONICS =
  'USB-C Ladekabel 2m schwarz|HDMI Kabel 4K 1,5m|Samsung Galaxy S23 Case transparent|iPhone 15 Pro Displayschutz|' +
  'Bluetooth Kopfhörer Over-Ear|Wireless Maus 1600 DPI|Gaming Tastatur RGB mechanisch|Powerbank 20000 mAh|' +
  'Smartwatch Armband Silikon|LED Lampe E27 10W dimmbar|WLAN Router Dual Band|Monitor 27 Zoll Curved|' +
  'SSD Festplatte 1 TB|Laptop Tasche 15,6 Zoll|Webcam Full HD mit Mikrofon|Drucker Patronen Set XL|' +
  'Action Cam 4K wasserdicht|SD Karte 128 GB|TV Wandhalterung 32-65 Zoll|Ladestation Qi Fast Charge|' +
  'Batterien AA 24er Pack|Akku Staubsauger kabellos|Netzteil 65W USB-C|Stativ Smartphone Selfie Stick|' +
  'Soundbar Bluetooth TV|Kabelbinder 100 Stk|Mehrfachsteckdose 6-fach|Smart Home Steckdose WLAN|' +
  'Adapter USB auf Ethernet|Docking Station Dual Monitor';
const ABBREVIATED =
  'FRZN VEG MIX 12OZ|CHKN BRST BNLS|GRND BF 80/20|WHL MLK GAL|CHDR CHS SHRD|TMTO SCE 8OZ|PNT BTR CRMY|STRWB JAM 18Z|' +
  'WHT BRD LOAF|BTH TSSU 12RL|PPR TWL 6CT|LNDRY DET 100Z|DSH SOAP LMN|CAT LTR 20LB|DOG FD DRY|SHMP COND 2PK|' +
  'TTHPST MINT|RZR BLDS 5CT|CRKR SLTN|CKE DT 12PK';
const BRANDS =
  'Nike Air Max 90 Black|Adidas Ultraboost 22|Levi 501 Original Jeans|Sony WH-1000XM5 Headphones|Apple AirPods Pro 2|' +
  'Dyson V15 Detect|Lego Star Wars X-Wing|Barbie Dreamhouse|Kindle Paperwhite 16GB|Philips Sonicare|Oral-B iO6|' +
  'KitchenAid Mixer Red|Nespresso Vertuo Next|Ray-Ban Wayfarer|Casio G-Shock|Samsonite Spinner 55|Moleskine Notebook|' +
  'Pilot G2 Pen 0.7|Bosch Drill 18V|Makita Saw';
const COFFEES =
  'Kenya AA Nyeri washed, medium roast, 250g|Ethiopia Yirgacheffe natural whole beans 1kg|' +
  'Guatemala Huehuetenango single origin ground|Colombia Huila Excelso decaf 500g|Sumatra Mandheling dark roast|' +
  'Costa Rica Tarrazu honey process|Panama Geisha Boquete microlot|Brazil Cerrado espresso blend|' +
  'Tanzania Peaberry Kilimanjaro light roast|Rwanda Bourbon Kivu washed|Burundi Kayanza red bourbon filter coffee|' +
  'Honduras Marcala organic fairtrade beans|Peru Cajamarca organic medium|Nicaragua Jinotega Maragogype|' +
  'Yemen Mocha Mattari|Java Ijen Estate|Papua New Guinea Sigri plantation|India Monsooned Malabar AA|' +
  'El Salvador Pacamara Santa Ana|Mexico Chiapas Altura|Hawaii Kona extra fancy|Jamaica Blue Mountain no. 1|' +
  'Uganda Bugisu Mount Elgon|Vietnam Robusta Dalat espresso';
let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start({ encoder: english, device: 'cpu', processes: 1, threads: 1 });
});
afterAll(() => engine.close());

describe('the encoder whose pieces suit a shop reads it', () => {
  let judge: TextJudge;
  beforeAll(async () => {
    judge = await textJudge([english, multilingual]);
  });
  const readerOfTexts = (texts: readonly string[]) => bestReading(judge(texts)).name;
  const DRAWS = Array.from({ length: 20 }, (_, seed) => seed);
  const drawn = (texts: readonly string[], seed: number) => new Random(seed).shuffle([...texts]).slice(0, 20);
  const readersOf = (texts: readonly string[]) =>
    new Set(DRAWS.map((seed) => readerOfTexts(drawn(texts, seed))));

  test.each(Object.entries(TEXTS))('few texts in %s', (language, texts) => {
    expect(readerOfTexts(texts)).toBe(language === 'English' ? 'encoder' : 'encoder-multilingual');
  });

  test.each(PRODUCT_LANGUAGES)('20 products in %s', (language) => {
    expect([...readersOf(productTexts(language))]).toEqual([
      language === 'en' ? 'encoder' : 'encoder-multilingual',
    ]);
  });

  test.each(['online-retail', 'demo-shop'])('20 products of %s', async (model) => {
    const texts = (await readProducts(shipped(`onnx/${model}`))).map(({ description }) => description);
    expect([...readersOf(texts)]).toEqual(['encoder']);
  });

  test.each([
    ['German clothes named in half English', GERMAN_CLOTHES, 'encoder-multilingual'],
    ['German electronics likewise', GERMAN_ELECTRONICS, 'encoder-multilingual'],
    ['English in abbreviations', ABBREVIATED, 'encoder'],
    ['brands with English words', BRANDS, 'encoder'],
    ['places all over the world with English words', COFFEES, 'encoder'],
  ])('%s', (_, texts, reader) => {
    expect([...readersOf(texts.split('|'))]).toEqual([reader]);
  });
});

test('a language that the given encoder does not suit gets another in the same processes', async () => {
  const kept = await readerOf(engine, TEXTS.English);
  expect(kept.engine).toBe(engine);
  expect(readingText(kept.readings)).toMatch(
    /^Texts are read with encoder \(\d+\.\d tokens a text\); --encoder says which\.$/,
  );
  const reader = await readerOf(engine, TEXTS.German);
  expect(reader.engine.encoder.name).toBe('encoder-multilingual');
  expect(reader.engine.pool.state().pids).toEqual(engine.pool.state().pids);
  expect(reader.engine.pool.paddingReason).toBeNull();
  expect(readingText(reader.readings)).toMatch(
    /^Texts are read with encoder-multilingual \(\d+\.\d tokens a text\), not with encoder \(/,
  );
  const vectors = await encodeTexts(reader.engine, ['red ceramic mug', 'rote Keramiktasse', 'grüner Tee']);
  const cosine = (a: number, b: number) =>
    vectors.slice(384 * a, 384 * (a + 1)).reduce((sum, value, at) => sum + value * vectors[384 * b + at], 0);
  expect(cosine(0, 1)).toBeGreaterThan(cosine(0, 2) + 0.1);
  await reader.close();
  await expect(encodeTexts(engine, ['red mug'])).resolves.toHaveLength(384);
});

test('without texts the given encoder reads', async () => {
  expect((await readerOf(engine, [])).engine).toBe(engine);
});
