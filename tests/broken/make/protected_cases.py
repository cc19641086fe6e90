"""Workbooks encrypted with the password that Excel enters by itself, in each of its five ways,
and one of each kind with another password (pip install msoffcrypto-tool xlwt olefile)."""

import io
import struct
from hashlib import md5, sha1

import msoffcrypto
import olefile
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_standard import ECMA376Standard
from msoffcrypto.method.rc4 import _makekey as rc4_key
from msoffcrypto.method.rc4 import ARC4
from msoffcrypto.method.rc4_cryptoapi import _makekey as cryptoapi_key
from msoffcrypto.method.xor_obfuscation import DocumentXOR
from xlwt.CompoundDoc import XlsDoc

from folder import path, write

DEFAULT = "VelvetSweatshop"
SALT = bytes(range(16))
VERIFIER = bytes(range(16, 32))
# BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead.
PLAIN = {0x0809, 0x002F, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138}


def records(stream):
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4:at + 4 + size]
        at += 4 + size


def with_file_pass(stream, data):
    """The stream with FilePass behind its first record, and its sheets as much later."""
    added = struct.pack("<HH", 0x2F, len(data)) + data
    out = b""
    for at, kind, content in records(stream):
        if kind == 0x85:
            content = struct.pack("<I", struct.unpack("<I", content[:4])[0] + len(added)) + content[4:]
        out += struct.pack("<HH", kind, len(content)) + content
        if at == 0:
            out += added
    # The writer fills up with zeros to whole sectors, which are records to a reader: one of no
    # kind lets all end where they do.
    n_more = -len(out) % 4
    return out + struct.pack("<HH", 0, n_more) + bytes(n_more)


def contents(stream, change):
    """The stream with all that is encrypted changed."""
    out = bytearray(stream)
    for at, kind, content in records(stream):
        first = len(content) if kind in PLAIN else 4 if kind == 0x85 else 0
        for index in range(first, len(content)):
            out[at + 4 + index] = change(at + 4 + index, at + 4 + len(content) + first, index - first, content[index])
    return bytes(out)


def rc4(key, data):
    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def by_rc4(stream, key_of, file_pass):
    stream = with_file_pass(stream, file_pass)
    stars = b"".join(rc4(key_of(block), bytes(1024)) for block in range(len(stream) // 1024 + 1))
    return contents(stream, lambda at, end, index, byte: byte ^ stars[at])


def by_xor(stream, password):
    """Obfuscation as in MS-OFFCRYPTO 2.3.7.3."""
    array = DocumentXOR.create_xor_array_method1(password)
    (verifier,) = [n for n in range(0x10000) if DocumentXOR.verifypw(password, n)]
    file_pass = struct.pack("<HHH", 0, DocumentXOR.create_xor_key_method1(password), verifier)
    turned = lambda byte: DocumentXOR.rol(byte, 5, 8)
    return contents(
        with_file_pass(stream, file_pass),
        lambda at, end, index, byte: turned(byte) ^ array[(end + index) % 16],
    )


def of_97(stream, password):
    key = lambda block: rc4_key(password, SALT, block)
    sums = rc4(key(0), VERIFIER + md5(VERIFIER).digest())
    return by_rc4(stream, key, struct.pack("<HHH", 1, 1, 1) + SALT + sums)


def of_xp(stream, password, bits):
    key = lambda block: cryptoapi_key(password, SALT, bits, block)
    sums = rc4(key(0), VERIFIER + sha1(VERIFIER).digest())
    provider = "Microsoft Enhanced Cryptographic Provider v1.0\0".encode("utf-16-le")
    header = struct.pack("<IIIIIIII", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + provider
    described = struct.pack("<II", 4, len(header)) + header
    verifier = struct.pack("<I", 16) + SALT + sums[:16] + struct.pack("<I", 20) + sums[16:]
    return by_rc4(stream, key, struct.pack("<HHH", 1, 2, 2) + described + verifier)


def of_2007(content, password):
    """The standard scheme of ECMA-376."""
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 24, 128, 16, SALT)
    aes = lambda data: Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(data.ljust(-len(data) % 16 + len(data), b"\0"))
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 24, 0, 0) + provider
    verifier = struct.pack("<I", 16) + SALT + aes(VERIFIER) + struct.pack("<I", 20) + aes(sha1(VERIFIER).digest())
    info = struct.pack("<HHII", 4, 2, 0x24, len(header)) + header + verifier
    out = io.BytesIO()
    ECMA376Encrypted(struct.pack("<Q", len(content)) + aes(content), info).write_to(out)
    return out.getvalue()


def of_2010(content, password):
    """The agile scheme."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def checked(name, content, password):
    """Writes a file that another program opens with this password."""
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    file.load_key(password=password)
    file.decrypt(io.BytesIO())
    write(name, content)


def compound(stream):
    XlsDoc().save(out := io.BytesIO(), stream)
    return out.getvalue()


with open(path("values.xlsx"), "rb") as file:
    xlsx = file.read()
with olefile.OleFileIO(path("plain.xls")) as file:
    xls = file.openstream("Workbook").read()
ends = [at + 4 for at, kind, content in records(xls) if kind == 0x0A]
xls = xls[:ends[-1]]

checked("protected-2007.xlsx", of_2007(xlsx, DEFAULT), DEFAULT)
checked("protected-2010.xlsx", of_2010(xlsx, DEFAULT), DEFAULT)
checked("password-2007.xlsx", of_2007(xlsx, "banxin"), "banxin")
checked("protected-95.xls", compound(by_xor(xls, DEFAULT)), DEFAULT)
checked("protected-97.xls", compound(of_97(xls, DEFAULT)), DEFAULT)
checked("protected-xp.xls", compound(of_xp(xls, DEFAULT, 128)), DEFAULT)
checked("protected-xp-40.xls", compound(of_xp(xls, DEFAULT, 40)), DEFAULT)
checked("password-95.xls", compound(by_xor(xls, "banxin")), "banxin")
checked("password-97.xls", compound(of_97(xls, "banxin")), "banxin")
checked("password-xp.xls", compound(of_xp(xls, "banxin", 128)), "banxin")
