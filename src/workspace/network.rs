//! The one question that leaves this machine: to the time-stamping authority that the user names.

use std::io;
use std::time::Duration;

use super::Error;

const PATIENCE: Duration = Duration::from_secs(30);
/// A time stamp with all certificates has a few thousand bytes.
const MAX_ANSWER: u64 = 1 << 20;

/// Sends a query over HTTP; the body of the answer (RFC 3161, 3.4).
///
/// # Errors
/// The address is none of HTTP, or nobody answers.
pub fn ask_time(address: &str, query: &[u8]) -> Result<Vec<u8>, Error> {
    if !address.starts_with("http://") {
        return Err(Error::NotHttp(address.to_owned()));
    }
    let failed = |error: ureq::Error| Error::Network(address.to_owned(), io::Error::other(error));
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    let request = agent.post(address).header("Content-Type", "application/timestamp-query");
    let mut answer = request.send(query).map_err(failed)?;
    answer.body_mut().with_config().limit(MAX_ANSWER).read_to_vec().map_err(failed)
}
