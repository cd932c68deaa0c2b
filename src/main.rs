//! The `local-offer` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    local_offer::cli::run()
}
