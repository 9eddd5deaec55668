//! The colour profile of the output intent: sRGB (IEC 61966-2-1) as an ICC profile of version 4, made from the
//! published numbers, so that no profile with a licence of its own goes into every document.

/// `text` of the profile description and of the copyright tag.
const DESCRIPTION: &str = "sRGB IEC61966-2-1";
const COPYRIGHT: &str = "No copyright, use freely";

/// White of the profile connection space, D50 (ICC.1:2004-10, 6.3.4.3).
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];

/// Red, green and blue of sRGB in the connection space: the primaries of IEC 61966-2-1, adapted to D50.
const PRIMARIES: [[f64; 3]; 3] =
    [[0.436066, 0.222488, 0.013916], [0.385147, 0.716873, 0.097076], [0.143066, 0.060608, 0.714096]];

/// Bradford's linear adaptation from the white of sRGB, D65, to D50, row by row.
const ADAPTATION: [f64; 9] =
    [1.047882, 0.022919, -0.050201, 0.029587, 0.990479, -0.017059, -0.009232, 0.015076, 0.751678];

/// Transfer function of IEC 61966-2-1 as g, a, b, c, d of a parametric curve: (a x + b)^g from d on, c x below.
const TRANSFER: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

/// Header and count of tags.
const HEADER: usize = 128 + 4;
/// Signature, offset and length of a tag.
const ENTRY: usize = 12;

/// The profile as a file (ICC.1:2004-10, clause 7).
pub fn srgb() -> Vec<u8> {
    let curve = parametric_curve();
    let [red, green, blue] = PRIMARIES.map(|primary| fixed(b"XYZ ", &primary));
    let tags: [(&[u8; 4], &[u8]); 10] = [
        (b"desc", &localized(DESCRIPTION)),
        (b"cprt", &localized(COPYRIGHT)),
        (b"wtpt", &fixed(b"XYZ ", &D50)),
        (b"chad", &fixed(b"sf32", &ADAPTATION)),
        (b"rXYZ", &red),
        (b"gXYZ", &green),
        (b"bXYZ", &blue),
        (b"rTRC", &curve),
        (b"gTRC", &curve),
        (b"bTRC", &curve),
    ];
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let mut placed: Option<(&[u8], usize)> = None;
    for (signature, content) in tags {
        // The three channels share one curve.
        let at = match placed {
            Some((before, at)) if before == content => at,
            _ => HEADER + tags.len() * ENTRY + data.len(),
        };
        if placed.is_none_or(|(before, _)| before != content) {
            data.extend(content);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        placed = Some((content, at));
        table.extend(signature);
        table.extend([at as u32, content.len() as u32].into_iter().flat_map(u32::to_be_bytes));
    }
    let mut profile = header(HEADER + table.len() + data.len());
    profile.extend((tags.len() as u32).to_be_bytes());
    profile.extend(table);
    profile.extend(data);
    profile
}

/// ICC.1:2004-10, 7.2: version 4.2, a display, RGB over XYZ, no maker, no date of making.
fn header(length: usize) -> Vec<u8> {
    let mut header = (length as u32).to_be_bytes().to_vec();
    header.resize(8, 0);
    header.extend([4, 0x20, 0, 0]);
    header.extend(b"mntrRGB XYZ ");
    // The date of the standard's amendment: a profile must have one.
    header.extend([2003u16, 1, 1, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes));
    header.extend(b"acsp");
    header.resize(68, 0);
    header.extend(D50.into_iter().flat_map(s15_fixed16));
    header.resize(128, 0);
    header
}

/// A number as signed 15.16 bits.
fn s15_fixed16(number: f64) -> [u8; 4] {
    ((number * 65536.0).round() as i32).to_be_bytes()
}

/// A tag of fixed-point numbers.
fn fixed(kind: &[u8; 4], numbers: &[f64]) -> Vec<u8> {
    let mut tag = kind.to_vec();
    tag.extend([0; 4]);
    tag.extend(numbers.iter().copied().flat_map(s15_fixed16));
    tag
}

/// `parametricCurveType` (10.15), function type 3.
fn parametric_curve() -> Vec<u8> {
    let mut tag = b"para\0\0\0\0\0\x03\0\0".to_vec();
    tag.extend(TRANSFER.into_iter().flat_map(s15_fixed16));
    tag
}

/// `multiLocalizedUnicodeType` (10.13) with one text, in English.
fn localized(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = b"mluc\0\0\0\0".to_vec();
    tag.extend([1u32, 12].into_iter().flat_map(u32::to_be_bytes));
    tag.extend(b"enUS");
    tag.extend([units.len() as u32, 28].into_iter().flat_map(u32::to_be_bytes));
    tag.extend(units);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(bytes: &[u8], at: usize) -> usize {
        u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
    }

    fn tag(signature: &[u8; 4]) -> Vec<u8> {
        let profile = srgb();
        let count = number(&profile, 128);
        let entry = (0..count).map(|i| HEADER + i * ENTRY).find(|at| &profile[*at..at + 4] == signature).unwrap();
        let (at, length) = (number(&profile, entry + 4), number(&profile, entry + 8));
        assert_eq!(at % 4, 0);
        profile[at..at + length].to_vec()
    }

    fn reals(tag: &[u8], from: usize) -> Vec<f64> {
        tag[from..].chunks(4).map(|four| f64::from(i32::from_be_bytes(four.try_into().unwrap())) / 65536.0).collect()
    }

    #[test]
    fn the_header_says_what_and_how_long_it_is() {
        let profile = srgb();
        assert_eq!(number(&profile, 0), profile.len());
        assert_eq!(&profile[12..24], b"mntrRGB XYZ ");
        assert_eq!(&profile[36..40], b"acsp");
        assert_eq!(tag(b"desc")[28..].iter().filter(|byte| **byte != 0).count(), DESCRIPTION.len());
    }

    /// X, Y, Z of chromaticities, with Y = 1.
    fn xyz([x, y]: [f64; 2]) -> [f64; 3] {
        [x / y, 1.0, (1.0 - x - y) / y]
    }

    fn adapted(color: [f64; 3]) -> [f64; 3] {
        let rows = reals(&tag(b"chad"), 8);
        [0, 3, 6].map(|row| (0..3).map(|i| rows[row + i] * color[i]).sum())
    }

    #[test]
    fn primaries_are_those_of_the_standard_and_add_up_to_white() {
        let white = adapted(xyz([0.3127, 0.3290]));
        let mut sum = [0.0; 3];
        for (signature, chromaticity) in [(b"rXYZ", [0.64, 0.33]), (b"gXYZ", [0.30, 0.60]), (b"bXYZ", [0.15, 0.06])] {
            let primary = reals(&tag(signature), 8);
            let pure = adapted(xyz(chromaticity));
            for i in 0..3 {
                assert!((primary[i] - pure[i] / pure[1] * primary[1]).abs() < 6e-4, "{signature:?} {i}");
                sum[i] += primary[i];
            }
        }
        for i in 0..3 {
            assert!((white[i] - D50[i]).abs() < 3e-4, "{white:?}");
            assert!((sum[i] - D50[i]).abs() < 2e-4, "{sum:?}");
        }
    }

    #[test]
    fn the_curve_is_that_of_the_standard() {
        let curve = reals(&tag(b"gTRC"), 12);
        let decoded = |x: f64| {
            if x >= curve[4] { (curve[1] * x + curve[2]).powf(curve[0]) } else { curve[3] * x }
        };
        for (encoded, linear) in [(0.0, 0.0), (0.02, 0.001548), (0.5, 0.214041), (1.0, 1.0)] {
            assert!((decoded(encoded) - linear).abs() < 1e-4, "{encoded}");
        }
    }
}
