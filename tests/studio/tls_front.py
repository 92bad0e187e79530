# SPDX-License-Identifier: Apache-2.0
"""TLS in front of a server for tests: certificates from an authority of its own, and a proxy that carries bytes."""
import contextlib
import pathlib
import socket
import ssl
import subprocess
import threading


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """Makes certificates; its own file is what a person would name as trusted."""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        self.file = self._folder / "authority.pem"
        self._key = self._folder / "authority.key"
        self._new_key(self._key)
        openssl("req", "-x509", "-new", "-key", self._key, "-days", "30", "-subj", "/CN=Studio Authority", "-out", self.file)

    @staticmethod
    def _new_key(path):
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path)

    def certificate(self, name, address="IP:127.0.0.1", begins="20200101000000Z", ends="20991231000000Z"):
        """A signed certificate for an address and a time; returns its file and its key's."""
        key, request, made = (self._folder / f"{name}.{ending}" for ending in ("key", "csr", "pem"))
        self._new_key(key)
        openssl("req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request)
        settings, index = self._folder / f"{name}.conf", self._folder / f"{name}.index"
        index.write_text("")
        (self._folder / f"{name}.serial").write_text("01")
        settings.write_text(f"[ca]\ndefault_ca=it\n[it]\ndatabase={index}\nserial={self._folder}/{name}.serial\nnew_certs_dir={self._folder}\n"
                            f"default_md=sha256\npolicy=any\nx509_extensions=leaf\n[any]\ncommonName=supplied\n[leaf]\nsubjectAltName={address}\n")
        openssl("ca", "-batch", "-config", settings, "-cert", self.file, "-keyfile", self._key, "-in", request, "-out", made, "-notext",
                "-startdate", begins, "-enddate", ends)
        return made, key

    def self_signed(self, name):
        key, made = self._folder / f"{name}.key", self._folder / f"{name}.pem"
        self._new_key(key)
        openssl("req", "-x509", "-new", "-key", key, "-days", "30", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-out", made)
        return made, key


class TlsFront:
    """Listens with TLS and hands everything on to a port of this machine. The certificate can be exchanged meanwhile."""

    def __init__(self, certificate, port_behind):
        self._behind = port_behind
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        self.received = 0
        self.show(certificate)
        threading.Thread(target=self._accept, daemon=True).start()

    def show(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        self._context = context

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with contextlib.suppress(OSError), client:
            with self._context.wrap_socket(client, server_side=True) as safe, socket.create_connection(("127.0.0.1", self._behind)) as server:
                threading.Thread(target=self._carry, args=(server, safe), daemon=True).start()
                self._carry(safe, server, counts=True)

    def _carry(self, source, target, counts=False):
        with contextlib.suppress(OSError, ValueError):
            while block := source.recv(65536):
                self.received += len(block) if counts else 0
                target.sendall(block)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
