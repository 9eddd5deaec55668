"""Signs a PDF with pyHanko in every usual way, does to it what should not be done, and asks `kiyaku verify`."""
import datetime
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from asn1crypto import keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

KIYAKU, SCRATCH = sys.argv[1], Path(sys.argv[2])
NOW = datetime.datetime.now(datetime.timezone.utc)


class Identity:
    """A key and its certificate, issued by `issuer` or by itself."""

    def __init__(self, name, key, issuer=None, purpose=None, days=(-30, 365)):
        self.key = key
        self.name = x509.Name([
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "かもめ診療所"),
        ])
        builder = x509.CertificateBuilder(
            issuer_name=(issuer or self).name,
            subject_name=self.name,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=NOW + datetime.timedelta(days=days[0]),
            not_valid_after=NOW + datetime.timedelta(days=days[1]),
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        usage = dict.fromkeys(
            ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
             "decipher_only", "crl_sign", "key_cert_sign", "digital_signature"], False)
        usage["key_cert_sign" if issuer is None else "digital_signature"] = True
        usage["content_commitment"] = issuer is not None and purpose is None
        builder = builder.add_extension(x509.KeyUsage(**usage), critical=True)
        if purpose:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        self.certificate = builder.sign((issuer or self).key, hashes.SHA256())

    def asn1(self):
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    def asn1_key(self):
        return keys.PrivateKeyInfo.load(self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    def pem(self, name):
        path = SCRATCH / name
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return str(path)


def rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


ROOT = Identity("検査用認証局", rsa_key())
OTHER = Identity("別の認証局", rsa_key())
SIGNERS = {
    "rsa": Identity("山田太郎", rsa_key(), ROOT),
    "p256": Identity("鈴木花子", ec.generate_private_key(ec.SECP256R1()), ROOT),
    "p384": Identity("佐藤次郎", ec.generate_private_key(ec.SECP384R1()), ROOT),
    "expired": Identity("期限切れ", rsa_key(), ROOT, days=(-300, -10)),
}
CLOCK = Identity("検査用時刻認証局", rsa_key(), ROOT, ExtendedKeyUsageOID.TIME_STAMPING)
TRUST = ROOT.pem("root.pem")
STRANGER = OTHER.pem("other.pem")


def store():
    registry = SimpleCertificateStore()
    registry.register(ROOT.asn1())
    return registry


def sign(pdf, who="rsa", field="clinic", stamp=False, pss=False, subfilter=SigSeedSubFilter.PADES, digest="sha256", **options):
    identity = SIGNERS[who]
    signer = signers.SimpleSigner(identity.asn1(), identity.asn1_key(), store(), prefer_pss=pss)
    clock = timestamps.DummyTimeStamper(CLOCK.asn1(), CLOCK.asn1_key(), certs_to_embed=store()) if stamp else None
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=digest, subfilter=subfilter, reason="契約の締結", **options)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    out = BytesIO()
    signers.PdfSigner(meta, signer, timestamper=clock, new_field_spec=SigFieldSpec(field)).sign_pdf(writer, output=out)
    return out.getvalue()


def update(pdf, change):
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def add_page(writer):
    page = generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Page"),
        generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, [0, 0, 595, 842])),
        generic.pdf_name("/Contents"): writer.add_object(generic.StreamObject(stream_data=b"")),
        generic.pdf_name("/Resources"): generic.DictionaryObject(),
    })
    writer.insert_page(page)


def swap_attachment(writer):
    catalog = writer.root
    specification = catalog["/AF"][0]
    stream = specification["/EF"]["/F"]
    stream._data = stream.data.replace("利用".encode(), "悪用".encode())
    stream._encoded_data = None
    writer.mark_update(specification["/EF"].raw_get("/F"))


def draw(writer):
    extra = writer.add_object(generic.StreamObject(stream_data=b"0 g 100 100 200 200 re f"))
    page, _ = writer.find_page_for_modification(0)
    page = page.get_object()
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), extra])
    writer.mark_update(page.container_ref)


def note(writer):
    page, _ = writer.find_page_for_modification(0)
    annotation = writer.add_object(generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, [100, 100, 200, 200])),
        generic.pdf_name("/Contents"): generic.TextStringObject("無効"),
    }))
    page = page.get_object()
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), annotation]) if "/Annots" not in page else \
        generic.ArrayObject([*list.__iter__(page["/Annots"]), annotation])
    writer.mark_update(page.container_ref)


def flipped(pdf, at):
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1:]


FAILED = []


def expect(name, pdf, rules=(), trust=TRUST, signer=None):
    path = SCRATCH / f"{name}.pdf"
    path.write_bytes(pdf)
    command = [KIYAKU, "verify", str(path), "--format", "json"] + (["--trust", trust] if trust else [])
    run = subprocess.run(command, capture_output=True, text=True)
    report = json.loads(run.stdout) if run.stdout else {"problems": [], "fields": []}
    found = {problem["rule"] for problem in report["problems"]}
    signed = [field["signature"]["signer"] for field in report["fields"] if field["signature"]]
    wrong = found != set(rules) or run.returncode != (1 if rules else 0)
    if wrong or (signer and not any(signer in one for one in signed)):
        FAILED.append(name)
        print(f"{name}: {run.returncode} {sorted(found)}, not {sorted(rules)}; signed by {signed}", run.stderr)
        for problem in report["problems"]:
            print("   ", problem["message"])


PDF = next((SCRATCH / "output").glob("*/*/terms.pdf")).read_bytes()
SIGNED = sign(PDF)

expect("unsigned", PDF)
expect("signed", SIGNED, signer="山田太郎")
expect("no-trust", SIGNED, trust=None)
expect("stranger", SIGNED, ["untrusted-signers"], trust=STRANGER)
expect("p256", sign(PDF, "p256"), signer="鈴木花子")
expect("p384", sign(PDF, "p384", digest="sha384"), signer="佐藤次郎")
expect("pss", sign(PDF, pss=True), signer="山田太郎")
expect("pkcs7", sign(PDF, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED))
expect("stamped", sign(PDF, stamp=True))
expect("expired", sign(PDF, "expired"), ["untrusted-signers"])
expect("twice", sign(SIGNED, "p256", "provider"), signer="鈴木花子")
expect("certified", sign(PDF, certify=True, docmdp_permissions=MDPPerm.FILL_FORMS))
final = sign(PDF, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
expect("final", final)
expect("final-changed", update(final, lambda writer: fields.append_signature_field(writer, SigFieldSpec("provider"))),
       ["forbidden-changes"])

expect("page-added", update(SIGNED, add_page), ["added-pages"])
expect("attachment-swapped", update(SIGNED, swap_attachment), ["swapped-attachments"])
expect("drawn-over", update(SIGNED, draw), ["changed-contents"])
expect("note", update(SIGNED, note), ["changed-contents"])
expect("unsigned-page-added", update(PDF, add_page), ["added-pages"])
at = PDF.index(b"/Producer") + 12
expect("byte-changed", flipped(SIGNED, at), ["broken-signatures", "mismatched-sources"])
expect("unsigned-byte-changed", flipped(PDF, at), ["mismatched-sources"])
# The signature itself: its last byte that is no filling.
end = SIGNED.rindex(b"00" * 64 + b">")
end = len(SIGNED[:end].rstrip(b"0")) - 1
expect("signature-changed", SIGNED[:end] + (b"1" if SIGNED[end:end + 1] != b"1" else b"2") + SIGNED[end + 1:],
       ["broken-signatures"])
expect("truncated", SIGNED[:-100], ["truncated-files"])

if FAILED:
    sys.exit(f"verify: {len(FAILED)} wrong: {', '.join(FAILED)}")
