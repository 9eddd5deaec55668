//! How the data of streams are packed (ISO 32000-1, 7.4), pictures apart.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use weezl::decode::Decoder;
use weezl::{BitOrder, LzwStatus};

use super::super::object::{Dictionary, Object, Stream, is_space};
use super::{Damage, File};

/// Bytes that one stream may unpack to.
const UNPACKED: usize = 32 << 20;
/// Filters of one stream.
const FILTERS: usize = 4;

impl File<'_> {
    /// The data of a stream without its filters.
    ///
    /// # Errors
    /// They are broken, too many, or those of pictures.
    pub fn unpack(&self, stream: &Stream) -> Result<Vec<u8>, Damage> {
        let filters = self.list(stream.dictionary.get("Filter"))?;
        let parameters = self.list(stream.dictionary.get("DecodeParms"))?;
        if filters.len() > FILTERS {
            return Err(Damage::Broken);
        }
        let mut data = Cow::Borrowed(self.raw(stream));
        if filters.is_empty() {
            self.burn(data.len())?;
        }
        for (at, filter) in filters.iter().enumerate() {
            let parameters = parameters.get(at).map(|own| self.resolve(own)).transpose()?;
            let parameters = parameters.as_ref().and_then(Object::dictionary).cloned().unwrap_or_default();
            let limit = UNPACKED.min(self.fuel.get());
            let decoded = decode(filter.name().unwrap_or_default(), &parameters, &data, limit)?;
            self.burn(decoded.len())?;
            data = Cow::Owned(decoded);
        }
        Ok(data.into_owned())
    }

    /// One value, or several; none for null.
    fn list(&self, object: &Object) -> Result<Vec<Object>, Damage> {
        Ok(match self.resolve(object)? {
            Object::Null => Vec::new(),
            Object::Array(items) => items,
            one => vec![one],
        })
    }
}

/// Undoes one filter; `limit` in bytes of what comes out.
fn decode(name: &[u8], parameters: &Dictionary, data: &[u8], limit: usize) -> Result<Vec<u8>, Damage> {
    match name {
        b"FlateDecode" => unpredicted(inflate(data, limit)?, parameters),
        b"LZWDecode" => unpredicted(lzw(data, parameters, limit)?, parameters),
        b"ASCIIHexDecode" => hexadecimal(data).ok_or(Damage::Broken),
        b"ASCII85Decode" => base_85(data).ok_or(Damage::Broken),
        b"RunLengthDecode" => run_lengths(data, limit),
        _ => Err(Damage::Broken),
    }
}

fn inflate(packed: &[u8], limit: usize) -> Result<Vec<u8>, Damage> {
    let mut out = Vec::new();
    let mut decoder = ZlibDecoder::new(packed).take(limit as u64 + 1);
    decoder.read_to_end(&mut out).map_err(|_| Damage::Broken)?;
    bounded(out, limit)
}

fn bounded(out: Vec<u8>, limit: usize) -> Result<Vec<u8>, Damage> {
    if out.len() > limit { Err(Damage::Excessive) } else { Ok(out) }
}

fn lzw(mut packed: &[u8], parameters: &Dictionary, limit: usize) -> Result<Vec<u8>, Damage> {
    let mut decoder = match parameters.get("EarlyChange").integer() {
        Some(0) => Decoder::new(BitOrder::Msb, 8),
        _ => Decoder::with_tiff_size_switch(BitOrder::Msb, 8),
    };
    let mut out = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let result = decoder.decode_bytes(packed, &mut buffer);
        out.extend_from_slice(&buffer[..result.consumed_out]);
        packed = &packed[result.consumed_in..];
        match result.status {
            Ok(LzwStatus::Ok) if out.len() <= limit => {}
            Ok(_) => return bounded(out, limit),
            Err(_) => return Err(Damage::Broken),
        }
    }
}

fn hexadecimal(data: &[u8]) -> Option<Vec<u8>> {
    let digits = data.iter().filter(|byte| !is_space(**byte)).take_while(|byte| **byte != b'>');
    let digits = digits.map(|byte| char::from(*byte).to_digit(16).map(|digit| digit as u8));
    let digits: Vec<u8> = digits.collect::<Option<_>>()?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect())
}

/// Five characters for four bytes; `z` for four zeros.
fn base_85(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data.iter().filter(|byte| !is_space(**byte)).take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => return None,
        }
        if group.len() == 5 {
            out.extend(quad(&group)?);
            group.clear();
        }
    }
    if !group.is_empty() {
        let bytes = group.len().checked_sub(1).filter(|bytes| *bytes > 0)?;
        group.resize(5, 84);
        out.extend(&quad(&group)?[..bytes]);
    }
    Some(out)
}

fn quad(group: &[u8]) -> Option<[u8; 4]> {
    let value = group.iter().fold(0_u64, |value, digit| value * 85 + u64::from(*digit));
    u32::try_from(value).ok().map(u32::to_be_bytes)
}

fn run_lengths(mut data: &[u8], limit: usize) -> Result<Vec<u8>, Damage> {
    let mut out = Vec::new();
    while let [length, rest @ ..] = data {
        data = match (usize::from(*length), rest) {
            (128, _) => break,
            (length @ 0..128, _) => {
                let (run, rest) = rest.split_at_checked(length + 1).ok_or(Damage::Broken)?;
                out.extend_from_slice(run);
                rest
            }
            (length, [byte, rest @ ..]) => {
                out.resize(out.len() + 257 - length, *byte);
                rest
            }
            (_, []) => return Err(Damage::Broken),
        };
        if out.len() > limit {
            return Err(Damage::Excessive);
        }
    }
    Ok(out)
}

fn unpredicted(data: Vec<u8>, parameters: &Dictionary) -> Result<Vec<u8>, Damage> {
    match parameters.get("Predictor").integer() {
        None | Some(1) => Ok(data),
        Some(10..=15) => {
            let columns = parameters.get("Columns").integer().and_then(|columns| usize::try_from(columns).ok());
            png(&data, columns.unwrap_or(1)).ok_or(Damage::Broken)
        }
        Some(_) => Err(Damage::Broken),
    }
}

/// Undoes the PNG predictors of one-byte samples (ISO 32000-1, 7.4.4.4).
fn png(data: &[u8], columns: usize) -> Option<Vec<u8>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(name: &str, data: &[u8]) -> Result<Vec<u8>, Damage> {
        decode(name.as_bytes(), &Dictionary::default(), data, 64)
    }

    #[test]
    fn every_filter_gives_back_what_was_packed() {
        assert_eq!(plain("ASCIIHexDecode", b"4b 69 7>").unwrap(), b"Kip");
        assert_eq!(plain("ASCII85Decode", b"87cUR\nDZ~>").unwrap(), b"Hello");
        assert_eq!(plain("RunLengthDecode", &[1, b'a', b'b', 254, b'c', 128]).unwrap(), b"abccc");
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(plain("LZWDecode", &packed).unwrap(), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn what_is_broken_or_endless_is_refused() {
        assert_eq!(plain("ASCIIHexDecode", b"4g>"), Err(Damage::Broken));
        assert_eq!(plain("ASCII85Decode", b"uuuuu~>"), Err(Damage::Broken));
        assert_eq!(plain("RunLengthDecode", &[5, b'a']), Err(Damage::Broken));
        assert_eq!(plain("RunLengthDecode", &[129, b'a']), Err(Damage::Excessive));
        assert_eq!(plain("DCTDecode", b""), Err(Damage::Broken));
    }
}
