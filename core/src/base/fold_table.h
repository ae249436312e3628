// FoldTable: the letter without accent and case for each Latin code point. Private to core/src.
//
// One character per code point: a letter, '.' for "as it is", '@' for the few that become two.
#pragma once

#include <string_view>

namespace holdfast {

inline constexpr char32_t kFoldLatinFirst = 0xC0;
inline constexpr std::string_view kFoldLatin =
    "aaaaaa@ceeeeiiiidnooooo.ouuuuy@@aaaaaa@ceeeeiiiidnooooo.ouuuuy@y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii@@jjkkklllllll"
    "lllnnnnnnnnnoooooo@@rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "b.bb...cc..dd....ff.....kkl...n.oo..pp.....ttt.uu..yyzz........."
    ".............aaiioouuuuuuuuuu.aaaa@@..ggkkoooo..j...gg..nnaa@@oo"
    "aaaaeeeeiiiioooorrrruuuusstt..hhn.....aaeeooooooooyy.........l.."
    "...b............";

inline constexpr char32_t kFoldAdditionalFirst = 0x1E00;
inline constexpr std::string_view kFoldAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy.s..@.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

}  // namespace holdfast
