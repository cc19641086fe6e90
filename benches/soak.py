#!/usr/bin/env python3
"""The upload page under good and hostile load at once, for as long as asked.

    benches/soak.py [MINUTES] [--seed 1] [--program target/release/banxin]

Two clients upload a sample over and over; six send what attackers and accidents send. Each minute
it says what the process holds; at the end the statuses, the median of good uploads, and memory. The
status is 1 where an answer was 500, 502 or none to a good upload, a good report was other than
the first one, the median was over a second, or memory went on growing.
"""

import argparse, collections, io, os, random, socket, statistics, subprocess, sys, tempfile, threading, time, zipfile

BOUNDARY = "soak"
SAMPLE = "samples/清溪镇"
PATHS = ["/api/report", "/api/check", "/api/preview", "/api/county", "/api/check.xlsx", "/api/docx"]
N_GOOD, N_HOSTILE = 2, 6
# Memory may vary with what is being worked on, but not grow: last third over first, in MB.
MAX_GROWTH = 100


def form(files, fields=()):
    out = io.BytesIO()
    for name, value in fields:
        out.write(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, data in files:
        part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        out.write(part.encode() + data + b"\r\n")
    out.write(f"--{BOUNDARY}--\r\n".encode())
    return out.getvalue()


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def changed(data, draw, n):
    out = bytearray(data)
    for _ in range(n):
        out[draw.randrange(len(out))] = draw.randrange(256)
    return bytes(out)


class Service:
    def __init__(self, program, folder):
        command = [program, "serve", "--listen", "127.0.0.1:0", "--temp", os.path.join(folder, "private")]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        host, port = line.split("http://")[1].split()[0].strip("/").split(":")
        self.address = (host, int(port))
        threading.Thread(target=lambda: collections.deque(self.process.stderr, 0), daemon=True).start()

    def head(self, method, path, length, more=""):
        host = f"{self.address[0]}:{self.address[1]}"
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return (f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}"
                f"Content-Length: {length}\r\nContent-Type: {kind}\r\n\r\n").encode()

    def ask(self, head, body=b"", slow=False):
        """Sends a request; returns the status, or `closed`, and the body."""
        answer = b""
        try:
            with socket.create_connection(self.address, timeout=120) as client:
                try:
                    client.sendall(head)
                    if slow:
                        for at in range(0, len(body), 64):
                            client.sendall(body[at:at + 64])
                            time.sleep(0.5)
                    else:
                        client.sendall(body)
                    client.shutdown(socket.SHUT_WR) if slow else None
                except OSError:
                    pass  # A service that has heard enough closes; its answer may be there all the same.
                while piece := client.recv(1 << 16):
                    answer += piece
        except OSError:
            pass
        if not answer.startswith(b"HTTP/1.1 "):
            return "closed", b""
        return answer[9:12].decode(), answer.partition(b"\r\n\r\n")[2]

    def memory(self):
        """Returns the memory held now and at most, in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            lines = dict(line.split(":", 1) for line in status)
        return tuple(int(lines[key].split()[0]) >> 10 for key in ("VmRSS", "VmHWM"))


class Attacks:
    """What is sent that is not good; the same for the same seed."""

    def __init__(self, service, files):
        self.service, self.files, self.good = service, files, form(files)
        rows = "<row><c><v>1</v></c></row>" * 2_000_000
        self.sheet_bomb = zipped([("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")])
        self.csv_bomb = zipped([("考勤表.csv", b"," * (60 << 20))])
        self.county = zipped([(f"{unit}/{name}", data) for unit in ("甲镇", "乙镇") for name, data in files])

    def send(self, draw):
        """Sends one of them; returns its kind and the status."""
        kind = draw.choice(KINDS)
        path = draw.choice(PATHS)
        post = lambda body, **how: self.service.ask(self.service.head("POST", path, len(body)), body, **how)[0]
        unit = [("unit", "清溪镇")]
        books = [(name, data) for name, data in self.files if name.endswith(".xlsx")]
        match kind:
            case "cut body":
                return kind, post(self.good[:draw.randrange(len(self.good))])
            case "changed body":
                return kind, post(changed(self.good, draw, 50))
            case "changed workbook":
                name, data = draw.choice(books)
                return kind, post(form([(name, changed(data, draw, 30))], unit))
            case "csv bomb":
                return kind, post(form([("台账.zip", self.csv_bomb)], unit))
            case "sheet bomb":
                return kind, post(form([("考勤表.xlsx", self.sheet_bomb)], unit))
            case "many workbooks":
                return kind, post(form([(f"{n}{name}", data) for n in range(40) for name, data in books], unit))
            case "headings":
                return kind, post(form([*self.files, ("正文素材.md", b"# a\n" * 100_000)]))
            case "paragraph":
                own = ("正文素材.txt", ("存在的问题\n" + "学" * 300_000).encode())
                return kind, post(form([*[file for file in self.files if file[0] != "正文素材.md"], own]))
            case "long names":
                return kind, post(form([("名" * 50_000 + ".csv", b"1,2")], [("keywords", "词," * 400)]))
            case "large head":
                more = f"X-Large: {'x' * draw.randrange(200_000)}\r\n"
                return kind, self.service.ask(self.service.head("GET", "/", 0, more))[0]
            case "odd method":
                method = draw.choice(["PUT", "PATCH", "TRACE", "OPTIONS", "DELETE", "BREW"])
                return kind, self.service.ask(self.service.head(method, path, 3), b"abc")[0]
            case "noise":
                return kind, self.service.ask(draw.randbytes(1 + draw.randrange(4000)) + b"\r\n\r\n", slow=True)[0]
            case "elsewhere":
                head = self.service.head("POST", path, len(self.good), "Origin: http://evil.example\r\n")
                return kind, self.service.ask(head, self.good)[0]
            case "slow body":
                return kind, self.service.ask(self.service.head("POST", path, 1 << 20), b"x" * 1280, slow=True)[0]
            case "county, cancelled":
                body = form([("县.zip", self.county)])
                status, answer = self.service.ask(self.service.head("POST", "/api/county", len(body)), body)
                if status == "202":
                    job = answer.split(b'"job":"')[1].split(b'"')[0].decode()
                    time.sleep(draw.random())
                    self.service.ask(self.service.head("DELETE", f"/api/county/{job}", 0))
                return kind, status


KINDS = [
    "cut body", "changed body", "changed workbook", "csv bomb", "sheet bomb", "many workbooks", "headings",
    "paragraph", "long names", "large head", "odd method", "noise", "elsewhere", "slow body", "county, cancelled",
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("minutes", type=float, nargs="?", default=30)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--program", default="target/release/banxin")
    asked = arguments.parse_args()
    program = os.path.abspath(asked.program)
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    files = []
    for name in sorted(os.listdir(SAMPLE)):
        with open(os.path.join(SAMPLE, name), "rb") as file:
            files.append((name, file.read()))
    with tempfile.TemporaryDirectory() as folder:
        service = Service(program, folder)
        try:
            return soak(service, files, asked)
        finally:
            service.process.terminate()
            service.process.wait()


def soak(service, files, asked):
    attacks = Attacks(service, files)
    good_head = service.head("POST", "/api/report", len(attacks.good))
    status, expected = service.ask(good_head, attacks.good)
    assert status == "200" and expected.startswith(b"%PDF-"), "the first upload gives a report"
    end = time.monotonic() + asked.minutes * 60
    lock, times, faults = threading.Lock(), [], []
    good, hostile = collections.Counter(), collections.Counter()

    def upload():
        while time.monotonic() < end:
            begun = time.monotonic()
            status, body = service.ask(good_head, attacks.good)
            took = time.monotonic() - begun
            with lock:
                good[status] += 1
                if status == "200":
                    times.append(took)
                    if body != expected:
                        faults.append("a good report is other than the first")
            time.sleep(0.2)

    def attack(number):
        draw = random.Random(asked.seed * 1000 + number)
        while time.monotonic() < end:
            kind, status = attacks.send(draw)
            with lock:
                hostile[kind, status] += 1

    threads = [threading.Thread(target=upload) for _ in range(N_GOOD)]
    threads += [threading.Thread(target=attack, args=(number,)) for number in range(N_HOSTILE)]
    for thread in threads:
        thread.start()
    held, said = [], time.monotonic()
    while any(thread.is_alive() for thread in threads):
        time.sleep(1)
        if service.process.poll() is not None:
            print("the service has ended")
            os._exit(1)
        held.append(service.memory()[0])
        if time.monotonic() - said > 60:
            said = time.monotonic()
            now, peak = service.memory()
            print(f"{now} MB, {peak} MB at most, {sum(good.values())} good, {sum(hostile.values())} hostile", flush=True)

    statuses = collections.Counter()
    for (kind, status), n in sorted(hostile.items()):
        statuses[status] += n
        print(f"  {kind}: {n} × {status}")
    third = max(len(held) // 3, 1)
    first, last = statistics.median(held[:third]), statistics.median(held[-third:])
    median = statistics.median(times) if times else float("inf")
    print(f"good: {dict(good)}, median {median:.2f} s, longest {max(times, default=0):.2f} s")
    print(f"hostile: {dict(statuses)}")
    print(f"memory: median {first:.0f} MB in the first third, {last:.0f} MB in the last, {service.memory()[1]} MB at most")
    for status in ("500", "502"):
        if statuses[status] + good[status]:
            faults.append(f"answers {status}")
    if good["closed"]:
        faults.append("a good upload without an answer")
    if median > 1:
        faults.append("the median is over a second")
    if last > first + MAX_GROWTH:
        faults.append("memory grows")
    for fault in sorted(set(faults)):
        print(f"FAULT: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
