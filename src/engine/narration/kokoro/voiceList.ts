import type { Voice } from '../narrator.ts';
import { languageOf } from './languages.ts';

/** Overall grades that the model's makers publish (hexgrad/Kokoro-82M, VOICES.md), for the voices of v1.0. */
const grades: Record<string, string> = {
  af_heart: 'A',
  af_alloy: 'C',
  af_aoede: 'C+',
  af_bella: 'A-',
  af_jessica: 'D',
  af_kore: 'C+',
  af_nicole: 'B-',
  af_nova: 'C',
  af_river: 'D',
  af_sarah: 'C+',
  af_sky: 'C-',
  am_adam: 'F+',
  am_echo: 'D',
  am_eric: 'D',
  am_fenrir: 'C+',
  am_liam: 'D',
  am_michael: 'C+',
  am_onyx: 'D',
  am_puck: 'C+',
  am_santa: 'D-',
  bf_alice: 'D',
  bf_emma: 'B-',
  bf_isabella: 'C',
  bf_lily: 'D',
  bm_daniel: 'D',
  bm_fable: 'C',
  bm_george: 'C',
  bm_lewis: 'D+',
  ff_siwis: 'B-',
  hf_alpha: 'C',
  hf_beta: 'C',
  hm_omega: 'C',
  hm_psi: 'C',
  if_sara: 'C',
  im_nicola: 'C',
  jf_alpha: 'C+',
  jf_gongitsune: 'C',
  jf_nezumi: 'C-',
  jf_tebukuro: 'C',
  jm_kumo: 'C-',
  zf_xiaobei: 'D',
  zf_xiaoni: 'D',
  zf_xiaoxiao: 'D',
  zf_xiaoyi: 'D',
  zm_yunjian: 'D',
  zm_yunxi: 'D',
  zm_yunxia: 'D',
  zm_yunyang: 'D',
};

/** What is known of a voice from its id: `af_heart` is American, female, "Heart". */
export function describeVoice(id: string): Voice {
  const name = id.slice(3);
  return {
    id,
    engine: 'kokoro',
    name: name.charAt(0).toUpperCase() + name.slice(1),
    language: languageOf(id).tag,
    gender: id.charAt(1) === 'f' ? 'female' : 'male',
    quality: grades[id],
  };
}

/** Best grade first within a language, as the makers list them. */
export function byQuality(a: Voice, b: Voice): number {
  return a.language.localeCompare(b.language) || rank(a) - rank(b) || a.id.localeCompare(b.id);
}

function rank({ quality }: Voice): number {
  if (quality === undefined) return 100;
  return quality.charCodeAt(0) * 3 - { '+': 1, '-': -1 }[quality.charAt(1)]! || quality.charCodeAt(0) * 3;
}
