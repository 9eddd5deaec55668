//! Which characters a document sets in one font, and the code of each.

/// Code points in a block.
const BLOCK: u32 = u64::BITS;

/// A set of characters. Their codes count from 1 in the order of Unicode; 0 is no character's.
#[derive(Debug, Clone, Default)]
pub struct Characters {
    sorted: Vec<char>,
    /// One bit for each code point.
    blocks: Vec<u64>,
    /// Characters in all blocks before each.
    before: Vec<u16>,
}

impl Characters {
    /// Of all these, however often each comes.
    pub fn of(characters: impl Iterator<Item = char>) -> Characters {
        let mut blocks = Vec::new();
        for character in characters {
            let (block, bit) = place(character);
            if block >= blocks.len() {
                blocks.resize(block + 1, 0);
            }
            blocks[block] |= bit;
        }
        let count = |sum: &mut u16, block: &u64| {
            let before = *sum;
            *sum += block.count_ones() as u16;
            Some(before)
        };
        let before = blocks.iter().scan(0, count).collect();
        let filled = (0..).zip(&blocks).filter(|(_, block)| **block != 0);
        let points = filled.flat_map(|(at, block)| {
            (0..BLOCK).filter(move |bit| block & (1 << bit) != 0).map(move |bit| at * BLOCK + bit)
        });
        Characters { sorted: points.filter_map(char::from_u32).collect(), blocks, before }
    }

    /// The code of a character; `None` for one that is not in the set.
    pub fn code(&self, character: char) -> Option<u16> {
        let (block, bit) = place(character);
        let (set, before) = (self.blocks.get(block)?, self.before.get(block)?);
        (set & bit != 0).then(|| before + (set & (bit - 1)).count_ones() as u16 + 1)
    }

    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// In the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = char> {
        self.sorted.iter().copied()
    }
}

/// The block of a character, and its bit there.
fn place(character: char) -> (usize, u64) {
    let point = u32::from(character);
    ((point / BLOCK) as usize, 1 << (point % BLOCK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_characters_in_the_order_of_unicode() {
        let characters = Characters::of("款約約𩿎A款".chars());
        assert_eq!(characters.iter().collect::<String>(), "A款約𩿎");
        assert_eq!(['A', '款', '約', '𩿎'].map(|character| characters.code(character)), [1, 2, 3, 4].map(Some));
        assert_eq!(['B', '定', '\u{2ffff}'].map(|character| characters.code(character)), [None; 3]);
    }
}
