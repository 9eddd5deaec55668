"""Signs one PDF with pyHanko and with kiyaku in turn, and lets pyHanko, pdfsig, qpdf and kiyaku judge every result."""

import http.server
import json
import subprocess
import sys
import threading
from pathlib import Path

from pyhanko import stamp
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import text
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfWriter

KIYAKU, UNSIGNED, KEYS, SCRATCH = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
FONT = "fonts/BIZUDMincho-Regular.ttf"


class TimeStamps(http.server.BaseHTTPRequestHandler):
    """A time-stamping authority of this machine."""

    def do_POST(self):
        (SCRATCH / "query.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        (SCRATCH / "tsa.cnf").write_text(
            "[tsa]\ndefault_tsa = one\n[one]\nserial = %s\ndefault_policy = 1.2.3.4\ndigests = sha256\n"
            "signer_digest = sha256\ness_cert_id_alg = sha256\n" % (SCRATCH / "serial")
        )
        answer = subprocess.run(
            ["openssl", "ts", "-reply", "-queryfile", SCRATCH / "query.tsq", "-config", SCRATCH / "tsa.cnf",
             "-signer", KEYS / "authority.crt", "-inkey", KEYS / "authority.key", "-chain", KEYS / "ca.crt"],
            check=True, capture_output=True,
        ).stdout
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def by_pyhanko(source, field, certify=False):
    out = SCRATCH / f"{source.stem}+{field}-by-pyhanko.pdf"
    signer = signers.SimpleSigner.load_pkcs12(KEYS / f"{field}.p12", passphrase=b"kamome")
    meta = signers.PdfSignatureMetadata(
        field_name=field, certify=certify, docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        subfilter=fields.SigSeedSubFilter.PADES, reason="契約を締結するため",
    )
    box = text.TextBoxStyle(font=GlyphAccumulatorFactory(FONT), font_size=8)
    style = stamp.TextStampStyle(stamp_text="%(signer)s\n%(ts)s", text_box_style=box)
    with open(source, "rb") as file, open(out, "wb") as result:
        writer = IncrementalPdfFileWriter(file)
        signers.PdfSigner(meta, signer=signer, stamp_style=style).sign_pdf(
            writer, output=result, existing_fields_only=True
        )
    return out


def by_kiyaku(source, field, *more):
    out = SCRATCH / f"{source.stem}+{field}-by-kiyaku.pdf"
    subprocess.run(
        [KIYAKU, "sign", source, "--p12", KEYS / f"{field}.p12", "--password-file", KEYS / "password",
         "--field", field, "--out", out, *more],
        check=True, stdout=subprocess.DEVNULL,
    )
    assert out.read_bytes().startswith(source.read_bytes()), f"{out.name}: earlier bytes changed"
    return out


def dated(source, field):
    """The date beside a signature, filled in as a form is."""
    out = SCRATCH / f"{source.stem}+{field}-dated.pdf"
    writer = PdfWriter(source, incremental=True)
    date = {f"{field}_year": "2026", f"{field}_month": "11", f"{field}_day": "21"}
    for page in writer.pages:
        writer.update_page_form_field_values(page, date, auto_regenerate=False)
    writer.write(out)
    return out


def judge(file, names, stamped=()):
    """Every signature holds, those of `stamped` with a time stamp."""
    root = load_cert_from_pemder(KEYS / "ca.crt")
    with open(file, "rb") as handle:
        found = PdfFileReader(handle, strict=True).embedded_signatures
        assert [one.field_name for one in found] == names, f"{file.name}: {[one.field_name for one in found]}"
        for one in found:
            status = validate_pdf_signature(one, ValidationContext(trust_roots=[root]))
            assert status.bottom_line and status.intact and status.trusted, f"{file.name}: {status.pretty_print_details()}"
            assert status.seed_value_ok, f"{file.name}: {one.field_name} is not what its field asks for"
            time = status.timestamp_validity
            assert (time is not None and time.intact and time.trusted) == (one.field_name in stamped), file.name
    report = subprocess.run(["pdfsig", file], check=True, capture_output=True, text=True).stdout
    assert report.count("Signature is Valid") == len(names), f"{file.name}: {report}"
    assert report.count("ETSI.CAdES.detached") == len(names), f"{file.name}: {report}"
    assert "Total document signed" in report, f"{file.name}: {report}"
    subprocess.run(["qpdf", "--check", file], check=True, stdout=subprocess.DEVNULL)
    command = [KIYAKU, "verify", file, "--format", "json", "--trust", KEYS / "ca.crt"]
    report = subprocess.run(command, capture_output=True, text=True).stdout
    found = json.loads(report)
    signed = [one["name"] for one in found["fields"] if one["signature"] and one["signature"]["trust"] == "trusted"]
    assert not found["problems"] and sorted(signed) == sorted(names), f"{file.name}: {report}"
    print(f"sign: {file.name}: pyHanko, pdfsig, qpdf and kiyaku find {', '.join(names)} in order")


def main():
    server = http.server.HTTPServer(("127.0.0.1", 0), TimeStamps)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    authority = f"http://127.0.0.1:{server.server_port}/"
    both = ["provider", "customer"]

    certified = by_pyhanko(UNSIGNED, "provider", certify=True)
    judge(certified, ["provider"])
    judge(by_pyhanko(certified, "customer"), both)
    judge(by_kiyaku(certified, "customer"), both)

    certified = by_kiyaku(UNSIGNED, "provider", "--certify", "--reason", "契約を締結するため")
    judge(certified, ["provider"])
    judge(by_pyhanko(certified, "customer"), both)
    last = by_kiyaku(certified, "customer", "--tsa", authority)
    judge(last, both, stamped=["customer"])

    # Dated first, as a customer would; what a form filler draws is archival too.
    judge(by_kiyaku(dated(UNSIGNED, "customer"), "customer"), ["customer"])

    # The other way round: the customer applies, the provider accepts.
    applied = by_kiyaku(by_kiyaku(UNSIGNED, "customer", "--tsa", authority), "provider", "--tsa", authority)
    judge(applied, ["customer", "provider"], stamped=both)


main()
