//! Streams without their filters: Flate with or without the predictors of PNG, which is all that the structure of a file
//! needs.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::super::object::{Object, Stream};
use super::{Damage, File, offset};

/// Bytes that one stream may unpack to.
const UNPACKED: usize = 32 << 20;

impl File<'_> {
    /// The data of a stream without its filters.
    ///
    /// # Errors
    /// They are broken, too many, or behind a filter other than Flate.
    pub fn unpack(&self, stream: &Stream) -> Result<Vec<u8>, Damage> {
        let dictionary = &stream.dictionary;
        let filters = match self.resolve(dictionary.get("Filter"))? {
            Object::Null => Vec::new(),
            Object::Array(filters) => filters,
            filter => vec![filter],
        };
        let data = match filters.as_slice() {
            [] => self.raw(stream).to_vec(),
            [filter] if filter.name() == Some(b"FlateDecode") => self.inflate(self.raw(stream))?,
            _ => return Err(Damage::Broken),
        };
        self.burn(data.len())?;
        let parameters = self.resolve(dictionary.get("DecodeParms"))?;
        let parameters = parameters.array().first().unwrap_or(&parameters).dictionary().cloned().unwrap_or_default();
        match parameters.get("Predictor").integer() {
            None | Some(1) => Ok(data),
            Some(10..=15) => {
                let columns = offset(parameters.get("Columns")).unwrap_or(1);
                unpredicted(&data, columns).ok_or(Damage::Broken)
            }
            Some(_) => Err(Damage::Broken),
        }
    }

    fn inflate(&self, packed: &[u8]) -> Result<Vec<u8>, Damage> {
        let mut out = Vec::new();
        let limit = UNPACKED.min(self.fuel.get());
        let mut decoder = ZlibDecoder::new(packed).take(limit as u64 + 1);
        decoder.read_to_end(&mut out).map_err(|_| Damage::Broken)?;
        if out.len() > limit { Err(Damage::Excessive) } else { Ok(out) }
    }
}

/// Undoes the PNG predictors of one-byte samples (ISO 32000-1, 7.4.4.4).
fn unpredicted(data: &[u8], columns: usize) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0; columns];
    for row in data.chunks(columns.checked_add(1)?) {
        let (kind, row) = row.split_first()?;
        let mut line: Vec<u8> = Vec::with_capacity(columns);
        for (i, byte) in row.iter().enumerate() {
            let left = if i > 0 { line[i - 1] } else { 0 };
            let corner = if i > 0 { above[i - 1] } else { 0 };
            let predicted = match kind {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => ((u16::from(left) + u16::from(above[i])) / 2) as u8,
                4 => paeth(left, above[i], corner),
                _ => return None,
            };
            line.push(byte.wrapping_add(predicted));
        }
        out.extend(&line);
        line.resize(columns, 0);
        above = line;
    }
    Some(out)
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(above) - i16::from(corner);
    let nearest = [left, above, corner].into_iter().min_by_key(|byte| (estimate - i16::from(*byte)).abs());
    nearest.unwrap_or_default()
}
