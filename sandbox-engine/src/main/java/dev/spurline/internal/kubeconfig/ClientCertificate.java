// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client certificate of a user. Files are read again when they have changed, for the connections made from then on. */
final class ClientCertificate implements Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(ClientCertificate.class);

    private final KubeconfigEntry user;
    private final List<Path> files;
    private final X509ExtendedKeyManager current =
            new RotatingKeyManager(() -> current().manager());
    private List<FileTime> written;
    private KeyMaterial material;

    private ClientCertificate(KubeconfigEntry user) {
        this.user = user;
        this.files = Stream.of("client-certificate", "client-key")
                .filter(field -> user.text(field + "-data").isEmpty())
                .flatMap(field -> user.path(field).stream())
                .toList();
        this.written = times(files);
        this.material = read();
    }

    static Optional<ClientCertificate> of(KubeconfigEntry user) {
        boolean certified = user.text("client-certificate-data")
                .or(() -> user.text("client-certificate"))
                .isPresent();
        return certified ? Optional.of(new ClientCertificate(user)) : Optional.empty();
    }

    private KeyMaterial read() {
        byte[] key = user.bytes("client-key")
                .orElseThrow(() -> user.wrong("it has a client certificate without [client-key] or [client-key-data]"));
        try {
            return KeyMaterial.of(user.bytes("client-certificate").orElseThrow(), key);
        } catch (GeneralSecurityException e) {
            throw user.wrong("its client certificate cannot be read: " + e.getMessage());
        }
    }

    private synchronized KeyMaterial current() {
        List<FileTime> now = times(files);
        if (!now.equals(written)) {
            try {
                material = read();
                written = now;
            } catch (PreflightException e) {
                // Whoever writes two files writes one first.
                LOG.debug("The last client certificate goes on: {}", e.getMessage());
            }
        }
        return material;
    }

    private static List<FileTime> times(List<Path> files) {
        return files.stream().map(ClientCertificate::time).toList();
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.from(Instant.EPOCH);
        }
    }

    @Override
    public Optional<String> authorization() {
        return Optional.empty();
    }

    @Override
    public Optional<X509ExtendedKeyManager> certificate() {
        return Optional.of(current);
    }

    @Override
    public String title() {
        X509Certificate certificate = current().certificate();
        Instant end = certificate.getNotAfter().toInstant();
        return "client certificate [%s] of %s%s"
                .formatted(
                        certificate.getSubjectX500Principal().getName(),
                        user.place(),
                        end.isBefore(Instant.now()) ? ", which ended at [%s]".formatted(end) : "");
    }

    @Override
    public String cure() {
        return "have a new certificate issued, or log in again";
    }
}
