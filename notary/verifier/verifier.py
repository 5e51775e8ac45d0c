#!/usr/bin/env python3
"""Vérifie ce que la plateforme a remis, sans son programme : bibliothèque standard et OpenSSL.
  verifier.py preuve DOSSIER --cle CLE             un événement figure dans le journal
  verifier.py coherence ANCIEN PREUVE --cle CLE    le journal n'a fait que s'allonger
  verifier.py entrees DOSSIER --cle CLE            la racine et l'ordre de toutes les entrées
  verifier.py parcours DOSSIER ENTREES --cle CLE   les faits d'un élève : il n'en manque aucun
CLE est la clé publique (NOM+ID+CLE) ou un fichier qui la contient, reçue par une autre voie que
les preuves. Formats : RFC 6962 ; C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-proof@v1."""
import argparse, base64, functools, hashlib, pathlib, re, subprocess, sys, tempfile
DER = bytes.fromhex("302a300506032b6570032100")  # SubjectPublicKeyInfo d'Ed25519, RFC 8410
FEUILLE = re.compile(  # placement leaf v1 : id, flux, numéro, version, instant, contenus, type
    r"placement leaf v1\nid ([0-9a-f-]{36})\nstream (\S+)\nsequence (\d+)\nversion (\d+)\nrecorded (-?\d+)\n"
    r"payload (\d+) ([0-9a-f]{64})\nmetadata (\d+) ([0-9a-f]{64})\ntype ((?s:.*))\n", re.ASCII)
sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
lit = lambda chemin: chemin.read_bytes().decode(errors="replace")

def echoue(pourquoi):
    sys.exit("REFUSÉ : " + pourquoi)

def b64(texte):
    try:
        octets = base64.b64decode(texte, validate=True)
    except ValueError:
        echoue("base64 illisible")
    return octets if base64.b64encode(octets).decode() == texte else echoue("base64 non canonique")

def nombre(texte):
    return int(texte) if re.fullmatch("0|[1-9][0-9]{0,18}", texte) else echoue("nombre illisible")

def signe_par(cle, texte, signature):
    with tempfile.TemporaryDirectory() as dossier:
        noms = [pathlib.Path(dossier, nom) for nom in ("cle", "texte", "signature")]
        for nom, octets in zip(noms, (DER + cle, texte, signature)):
            nom.write_bytes(octets)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", noms[0],
                               "-rawin", "-in", noms[1], "-sigfile", noms[2]], capture_output=True).returncode == 0

def point_de_controle(note, vkey):
    """(taille, racine) d'une note que la clé a signée."""
    nom, ident, cle = (vkey.strip().split("+", 2) + ["", ""])[:3]
    cle = b64(cle)
    if len(cle) != 33 or cle[0] != 1 or sha(nom.encode(), b"\n", cle)[:4].hex() != ident:
        echoue("la clé publique n'est pas dans sa forme")
    texte, _, signatures = note.rpartition("\n\n")
    if not texte or not signatures.endswith("\n") or any(c < " " and c != "\n" for c in note):
        echoue("pas une note signée")
    bonnes, lignes = 0, texte.split("\n")
    for ligne in signatures[:-1].split("\n"):
        m = re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", ligne) or echoue("signature illisible")
        octets = b64(m[2])
        if m[1] == nom and octets[:4].hex() == ident:
            if not signe_par(cle[1:], texte.encode() + b"\n", octets[4:]):
                echoue("la signature n'est pas celle de ce texte")
            bonnes += 1
    if not bonnes or len(lignes) != 3 or lignes[0] != nom or len(b64(lignes[2])) != 32:
        echoue("pas un point de contrôle signé par cette clé")
    return nombre(lignes[1]), b64(lignes[2])

def remonte(ici, fin, preuve, ancien):
    """RFC 9162, 2.1.3.2 et 2.1.4.2 : les deux racines auxquelles mène un chemin."""
    nouveau = ancien
    for h in preuve:
        if fin == 0 or len(h) != 32:
            echoue("preuve trop longue")
        if ici & 1 or ici == fin:
            ancien, nouveau = sha(b"\1", h, ancien), sha(b"\1", h, nouveau)
            while ici and not ici & 1:
                ici, fin = ici >> 1, fin >> 1
        else:
            nouveau = sha(b"\1", nouveau, h)
        ici, fin = ici >> 1, fin >> 1
    return (ancien, nouveau) if fin == 0 else echoue("preuve trop courte")

def preuve(dossier, vkey, exige=True):
    """La feuille d'une preuve qui tient, et ses champs ; le contenu, exigé ou joint, est le sien."""
    tete, _, note = lit(dossier / "preuve.tlog-proof").partition("\n\n")
    lignes = tete.split("\n")
    if [ligne[:6] for ligne in lignes[:3]] != ["c2sp.o", "extra ", "index "] or lignes[0] != "c2sp.org/tlog-proof@v1":
        echoue("pas une preuve tlog-proof@v1")
    feuille, index, (taille, racine) = b64(lignes[1][6:]), nombre(lignes[2][6:]), point_de_controle(note, vkey)
    h = sha(b"\0", feuille)
    if index >= taille or remonte(index, taille - 1, [b64(h) for h in lignes[3:]], h)[1] != racine:
        echoue("l'entrée n'est pas dans le journal signé")
    f = champs(feuille)
    for nom, longueur, condensat in (("payload", f[6], f[7]), ("metadata", f[8], f[9])):
        octets = (dossier / nom).read_bytes() if exige or (dossier / nom).exists() else None
        if octets is not None and (str(len(octets)) != longueur or sha(octets).hex() != condensat):
            echoue(f"{nom} n'est pas celui que l'entrée désigne")
    return feuille, f, taille

def coherence(ancienne, texte, vkey):
    tete, _, note = texte.partition("\n\n")
    (m, avant), (n, apres) = point_de_controle(ancienne, vkey), point_de_controle(note, vkey)
    debut, chemin = tete.split("\n")[0], [b64(h) for h in tete.split("\n")[1:]]
    if debut != f"old {m}" or m > n or (m == n and (chemin or avant != apres)) or (m == 0 and chemin):
        echoue("la preuve ne part pas de cet ancien point de contrôle")
    if 0 < m < n:
        bas = (m & -m).bit_length() - 1
        depart = avant if m & (m - 1) == 0 else chemin.pop(0) if chemin else echoue("preuve trop courte")
        if remonte(m - 1 >> bas, n - 1 >> bas, chemin, depart) != (avant, apres):
            echoue("le journal ne continue pas l'ancien : il a deux histoires")
    return m, n

def champs(feuille):
    return FEUILLE.fullmatch(feuille.decode(errors="replace")) or echoue("feuille illisible")

def entrees(dossier, vkey):
    """Toutes les feuilles, dont la racine est celle qui est signée, flux par flux dans l'ordre."""
    taille, racine = point_de_controle(lit(dossier / "checkpoint"), vkey)
    feuilles, suites, pile = [], {}, []
    for n in range(0, taille, 256):
        large, groupes = min(256, taille - n), f"{n // 256:,}".split(",")
        chemin = "/".join(["x" + g.zfill(3) for g in groupes[:-1]] + [groupes[-1].zfill(3)])
        octets = (dossier / "tile/entries" / (chemin + ("" if large == 256 else f".p/{large}"))).read_bytes()
        for rang in range(n + 1, n + large + 1):
            fin = 2 + int.from_bytes(octets[:2], "big")
            feuille, octets, f, h = octets[2:fin], octets[fin:], champs(octets[2:fin]), sha(b"\0", octets[2:fin])
            suites[f[2]] = suites.get(f[2], 0) + 1
            if int(f[3]) != suites[f[2]]:
                echoue(f"entrée {rang - 1} : événement {f[3]} de {f[2]} là où {suites[f[2]]} devait être")
            feuilles.append(feuille)
            while rang & 1 == 0:
                h, rang = sha(b"\1", pile.pop(), h), rang >> 1
            pile.append(h)
    h = functools.reduce(lambda droite, gauche: sha(b"\1", gauche, droite), pile[::-1]) if pile else sha()
    return feuilles if h == racine else echoue("la racine des entrées n'est pas celle qui est signée")

def principal():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("quoi", choices=["preuve", "coherence", "entrees", "parcours"])
    a.add_argument("chemins", nargs="+", type=pathlib.Path)
    a.add_argument("--cle", required=True)
    o = a.parse_args()
    vkey, un, deux = lit(pathlib.Path(o.cle)) if pathlib.Path(o.cle).is_file() else o.cle, o.chemins[0], o.chemins[-1]
    if o.quoi == "preuve":
        _, f, taille = preuve(un, vkey)
        print(f"PROUVÉ : événement {f[1]}, {f[10]}, numéro {f[3]} de {f[2]}, parmi les {taille} signés")
    elif o.quoi == "coherence":
        m, n = coherence(lit(un), lit(deux), vkey)
        print(f"PROUVÉ : les {m} premiers événements sont restés, {n - m} ont été ajoutés")
    elif o.quoi == "entrees":
        print(f"PROUVÉ : {len(entrees(un, vkey))} entrées, racine signée, chaque flux complet et dans l'ordre")
    else:
        flux, remises = lit(un / "flux").strip(), [preuve(d, vkey, False)[0] for d in sorted(un.glob("[0-9]*"))]
        toutes = [feuille for feuille in entrees(deux, vkey) if champs(feuille)[2] == flux]
        if remises != toutes or not toutes:
            echoue(f"{len(remises)} faits remis, {len(toutes)} signés : le parcours n'est pas complet")
        print(f"PROUVÉ : les {len(toutes)} faits de {flux}, il n'en manque aucun")

principal()
