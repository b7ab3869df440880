import assert from "node:assert/strict";
import { antonyms } from "./antonyms.ts";

Deno.test("antonyms() reads which words of which synsets are opposites, each pair once, and no phrases", () => {
  const adverbs = [
    "  1 a line of the licence",
    "00000100 02 r 02 up 0 upwards 1 002 ! 00000200 r 0101 ! 00000200 r 0203 | towards a higher place",
    "00000200 02 r 03 down 0 downward 0 downwards 1 002 ! 00000100 r 0101 ! 00000100 r 0302 | towards a lower place",
    "00000300 02 r 01 far_off 0 001 ! 00000400 r 0101 | at a distance",
    "00000400 02 r 01 close 0 001 ! 00000300 r 0101 | near",
  ].join("\n");
  const adjectives = "00000100 00 a 01 galore(ip) 0 001 ! 00000200 a 0101 | in great numbers\n" +
    "00000200 00 a 01 sparse 0 001 ! 00000100 a 0101 | few";
  assert.deepEqual(antonyms([adverbs, adjectives]), [["down", "up"], ["downwards", "upwards"], ["galore", "sparse"]]);
});
