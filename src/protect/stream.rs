//! Sealing a long stream in pieces (the STREAM construction over XChaCha20-Poly1305): memory stays flat, and a piece that is
//! changed, missing, added or out of order is noticed, the last one too.

use super::key::{KeyError, SecretKey};
use aead_stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::Payload;
use std::io::{self, Read, Write};

/// Plain bytes of a piece.
const PIECE: usize = 64 * 1024;
/// A sealed piece is longer by its tag.
const SEALED_PIECE: usize = PIECE + 16;
const PURPOSE: &str = "stream";
/// Bytes of the number that no two streams share.
pub const NONCE_BYTES: usize = 19;

/// A random number for a new stream.
///
/// # Errors
/// When the system gives no random bytes.
pub fn new_nonce() -> Result<[u8; NONCE_BYTES], KeyError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(KeyError::Random)?;
    Ok(nonce)
}

fn not_sealed_here() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is not what was sealed")
}

/// Seals what is written to it. Only [`SealedWriter::finish`] makes it whole.
pub struct SealedWriter<W> {
    into: W,
    cipher: EncryptorBE32<XChaCha20Poly1305>,
    /// What every piece is bound to.
    bound_to: Vec<u8>,
    plain: Vec<u8>,
}

impl<W: Write> SealedWriter<W> {
    /// A stream that can be opened only together with the bytes it is bound to.
    pub fn new(into: W, key: &SecretKey, nonce: [u8; NONCE_BYTES], bound_to: Vec<u8>) -> Self {
        let cipher = EncryptorBE32::new(&key.derive(PURPOSE).into(), &nonce.into());
        Self { into, cipher, bound_to, plain: Vec::with_capacity(PIECE) }
    }

    /// Writes the last piece, marked as the last, and hands back where it was written to.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        let payload = Payload { msg: &self.plain, aad: &self.bound_to };
        let sealed = self.cipher.encrypt_last(payload).map_err(|_| not_sealed_here())?;
        self.into.write_all(&sealed)?;
        Ok(self.into)
    }
}

impl<W: Write> Write for SealedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full piece waits until more comes: it may be the last.
        if self.plain.len() == PIECE && !bytes.is_empty() {
            let payload = Payload { msg: &self.plain, aad: &self.bound_to };
            let sealed = self.cipher.encrypt_next(payload).map_err(|_| not_sealed_here())?;
            self.into.write_all(&sealed)?;
            self.plain.clear();
        }
        let taken = bytes.len().min(PIECE - self.plain.len());
        self.plain.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

/// Opens what a [`SealedWriter`] wrote. Nothing is handed out before it is proven, and the end only when it is the end.
pub struct SealedReader<R> {
    from: R,
    /// None after the last piece.
    cipher: Option<DecryptorBE32<XChaCha20Poly1305>>,
    bound_to: Vec<u8>,
    ahead: Vec<u8>,
    plain: Vec<u8>,
    at: usize,
}

impl<R: Read> SealedReader<R> {
    /// Reads a stream that is bound to these bytes.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn new(mut from: R, key: &SecretKey, nonce: [u8; NONCE_BYTES], bound_to: Vec<u8>) -> io::Result<Self> {
        let cipher = Some(DecryptorBE32::new(&key.derive(PURPOSE).into(), &nonce.into()));
        let ahead = sealed_piece(&mut from)?;
        Ok(Self { from, cipher, bound_to, ahead, plain: Vec::new(), at: 0 })
    }

    fn next_piece(&mut self) -> io::Result<()> {
        let Some(mut cipher) = self.cipher.take() else { return Ok(()) };
        let following = sealed_piece(&mut self.from)?;
        let payload = Payload { msg: &self.ahead, aad: &self.bound_to };
        if following.is_empty() {
            self.plain = cipher.decrypt_last(payload).map_err(|_| not_sealed_here())?;
        } else {
            self.plain = cipher.decrypt_next(payload).map_err(|_| not_sealed_here())?;
            self.cipher = Some(cipher);
        }
        (self.ahead, self.at) = (following, 0);
        Ok(())
    }
}

impl<R: Read> Read for SealedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.plain.len() && self.cipher.is_some() {
            self.next_piece()?;
        }
        let given = into.len().min(self.plain.len() - self.at);
        into[..given].copy_from_slice(&self.plain[self.at..self.at + given]);
        self.at += given;
        Ok(given)
    }
}

fn sealed_piece(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut piece = Vec::with_capacity(SEALED_PIECE);
    from.take(SEALED_PIECE as u64).read_to_end(&mut piece)?;
    Ok(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONCE: [u8; NONCE_BYTES] = [7; NONCE_BYTES];

    fn key() -> SecretKey {
        SecretKey::generate().unwrap()
    }

    fn sealed(key: &SecretKey, plain: &[u8]) -> Vec<u8> {
        let mut writer = SealedWriter::new(Vec::new(), key, NONCE, b"head".to_vec());
        writer.write_all(plain).unwrap();
        writer.finish().unwrap()
    }

    fn opened(key: &SecretKey, sealed: &[u8], bound_to: &[u8]) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        SealedReader::new(sealed, key, NONCE, bound_to.to_vec())?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn streams_of_every_length_come_back() {
        let key = key();
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let plain: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            assert!(opened(&key, &sealed(&key, &plain), b"head").unwrap() == plain, "{length} bytes");
        }
    }

    #[test]
    fn cut_lengthened_reordered_and_rebound_streams_are_refused() {
        let key = key();
        let whole = sealed(&key, &vec![3; 3 * PIECE]);
        for cut in [0, 1, SEALED_PIECE, 2 * SEALED_PIECE, whole.len() - 1] {
            assert!(opened(&key, &whole[..cut], b"head").is_err(), "cut at {cut}");
        }
        let mut longer = whole.clone();
        longer.extend_from_slice(&whole[..SEALED_PIECE]);
        assert!(opened(&key, &longer, b"head").is_err());
        let mut turned = whole[SEALED_PIECE..2 * SEALED_PIECE].to_vec();
        turned.extend_from_slice(&whole[..SEALED_PIECE]);
        turned.extend_from_slice(&whole[2 * SEALED_PIECE..]);
        assert!(opened(&key, &turned, b"head").is_err());
        assert!(opened(&key, &whole, b"heads").is_err(), "another head");
        assert!(opened(&SecretKey::generate().unwrap(), &whole, b"head").is_err(), "another key");
    }
}
