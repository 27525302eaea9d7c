// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.engine.ConnectProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of servers and of users: given as data or as files, accepted, or refused in words that name them. */
class CertificateTests extends ConnectingTestCase {

    private static TestAuthority authority;
    private static TestAuthority.Signed server;

    @BeforeAll
    static void sign() throws Exception {
        authority = new TestAuthority("acme-ca");
        server = authority.sign("RSA", "kube", "127.0.0.1", "kube.acme.test");
    }

    private static StandInServer server(TestAuthority.Signed identity) throws Exception {
        return StandInServer.secure(authority.server(identity), false);
    }

    private static String known() throws IOException {
        return "\ncertificate-authority-data: " + authority.data();
    }

    @Test
    void theAuthorityMayStandInAFileBesideTheKubeconfig() throws Exception {
        Files.createDirectory(directory.resolve("my pki"));
        Files.writeString(
                directory.resolve("my pki/ca.crt"),
                "a comment\n" + new TestAuthority("other-ca").pem() + authority.pem() + "and another\n");
        try (StandInServer stand = server(server)) {
            write("server: " + stand.url() + "\ncertificate-authority: my pki/ca.crt", "token: t");

            connect();

            assertThat(stand.seen()).extracting(StandInServer.Seen::path).containsExactly("/version");
        }
    }

    @Test
    void anAuthorityThatCannotBeReadIsNamed() throws IOException {
        write("server: https://127.0.0.1:1\ncertificate-authority: ../no such/ca.crt", "token: t");
        unusable(
                "cluster [c] in kubeconfig [%s]: file [%s] of [certificate-authority] does not exist: correct the path, or put the file there"
                        .formatted(kubeconfig(), directory.resolveSibling("no such/ca.crt")));

        write("server: https://127.0.0.1:1\ncertificate-authority-data: '%%%%'", "token: t");
        unusable(
                "cluster [c] in kubeconfig [%s]: its certificate authority cannot be read: there is no certificate in it (PEM, BEGIN CERTIFICATE)"
                        .formatted(kubeconfig()));
    }

    @Test
    void aServerOfAnUnknownAuthority() throws Exception {
        try (StandInServer stand = server(server)) {
            write(
                    "server: %s\ncertificate-authority-data: %s"
                            .formatted(stand.url(), new TestAuthority("other-ca").data()),
                    "token: t");

            refused(subject(stand.url())
                    + " is not trusted: its certificate [CN=kube] is issued by [CN=acme-ca], which is not in [certificate-authority] of cluster [c] in kubeconfig [%s]; take the certificate authority of this cluster, and check whether a proxy between shows a certificate of its own"
                            .formatted(kubeconfig()));
            assertThat(stand.seen()).isEmpty();
        }
    }

    @Test
    void aServerOfAnUnknownAuthorityIsTakenWhereNothingIsChecked() throws Exception {
        try (StandInServer stand = server(server)) {
            write("server: https://localhost:%d\ninsecure-skip-tls-verify: true".formatted(stand.port()), "token: t");

            connect();

            assertThat(stand.seen()).hasSize(1);
        }
    }

    @Test
    void aServerWithoutAuthorityIsCheckedByTheTrustStore() throws Exception {
        try (StandInServer stand = server(server)) {
            write("server: " + stand.url(), "token: t");

            refused(subject(stand.url())
                    + " is not trusted: its certificate [CN=kube] is issued by [CN=acme-ca], which is not in the trust store of this JVM: cluster [c] in kubeconfig [%s] has no [certificate-authority]; take the certificate authority of this cluster, and check whether a proxy between shows a certificate of its own"
                            .formatted(kubeconfig()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void aServerWhoseCertificateIsNotOfToday(int day) throws Exception {
        try (StandInServer stand = server(authority.sign("RSA", "kube", day, day + 1, "127.0.0.1"))) {
            write("server: " + stand.url() + known(), "token: t");

            assertThatThrownBy(this::connect)
                    .isInstanceOf(PreflightException.class)
                    .hasMessageMatching(Pattern.quote(
                                    subject(stand.url()) + " is not trusted: its certificate [CN=kube] is valid from [")
                            + "[-0-9]+T00:00:00Z] to \\[[-0-9]+T00:00:00Z], and the clock of this machine shows \\[[-0-9]+T[:0-9]+Z]; "
                            + "have the certificate renewed, or set the clock of this machine");
        }
    }

    @Test
    void aServerWithAnotherName() throws Exception {
        try (StandInServer stand = server(server)) {
            String url = "https://localhost:" + stand.port();
            write("server: " + url + known(), "token: t");

            refused(
                    subject(url)
                            + " is not trusted: its certificate is for [127.0.0.1, kube.acme.test], not for [localhost]; use one of these names in [server], or set [tls-server-name] to one of them");
        }
    }

    @Test
    void theNameToAskForMayBeAnotherThanTheHost() throws Exception {
        try (StandInServer stand = server(server)) {
            write(
                    "server: https://localhost:%d\ntls-server-name: kube.acme.test".formatted(stand.port()) + known(),
                    "token: t");

            connect();

            assertThat(stand.seen()).extracting(StandInServer.Seen::serverName).containsExactly("kube.acme.test");
        }
    }

    @Test
    void theNameToAskForMustBeInTheCertificate() throws Exception {
        try (StandInServer stand = server(server)) {
            write("server: %s\ntls-server-name: other.acme.test".formatted(stand.url()) + known(), "token: t");

            refused(
                    subject(stand.url())
                            + " is not trusted: its certificate is for [127.0.0.1, kube.acme.test], not for [other.acme.test]; correct [tls-server-name]");
        }
    }

    @Test
    void aNameToAskForGoesThroughAProxy() throws Exception {
        try (StandInServer stand = server(server);
                ConnectProxy proxy = ConnectProxy.to(stand.port(), "me:p@ss")) {
            write(
                    "server: https://kube.invalid\ntls-server-name: kube.acme.test\nproxy-url: http://me:p%%40ss@%s"
                                    .formatted(proxy.authority())
                            + known(),
                    "token: t");

            connect();

            assertThat(proxy.asked()).containsExactly("kube.invalid:443");
            assertThat(stand.seen().get(0).header("Proxy-authorization")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"me, me:", "me:, me:", "me:a%3Ab, me:a:b", "me:a:b:, me:a:b:"})
    void aProxyIsToldAnyPassword(String written, String login) throws Exception {
        try (StandInServer stand = server(server);
                ConnectProxy proxy = ConnectProxy.to(stand.port(), login)) {
            write(
                    "server: https://kube.acme.test\nproxy-url: http://" + written + "@" + proxy.authority() + known(),
                    "token: t");

            connect();

            assertThat(stand.seen()).extracting(StandInServer.Seen::path).containsExactly("/version");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void aClientCertificateIsGivenAsData(String algorithm) throws Exception {
        TestAuthority.Signed me = authority.sign(algorithm, "me");
        try (StandInServer stand = StandInServer.secure(authority.server(server), true)) {
            for (String key : new String[] {me.keyPem(), me.keyPkcs8()}) {
                write(
                        "server: " + stand.url() + known(),
                        "client-certificate-data: %s\nclient-key-data: %s"
                                .formatted(TestAuthority.base64(me.certificatePem()), TestAuthority.base64(key)));

                connect();
            }

            assertThat(stand.seen()).extracting(StandInServer.Seen::certificate).containsOnly("CN=me");
        }
    }

    @Test
    void aClientCertificateIsGivenAsFiles() throws Exception {
        TestAuthority.Signed me = authority.sign("EC", "me");
        Files.writeString(directory.resolve("me.crt"), me.certificatePem());
        Files.writeString(directory.resolve("me.key"), me.keyPem());
        try (StandInServer stand = StandInServer.secure(authority.server(server), true)) {
            write("server: " + stand.url() + known(), "client-certificate: ./me.crt\nclient-key: me.key\ntoken: t");

            connect();

            assertThat(stand.seen()).extracting(StandInServer.Seen::certificate).containsExactly("CN=me");
            assertThat(stand.seen().get(0).header("Authorization")).isEqualTo("Bearer t");
        }
    }

    @Test
    void aClientCertificateWithoutKeyIsRefused() throws Exception {
        write("server: https://127.0.0.1:1", "client-certificate-data: x");

        unusable(user() + ": it has a client certificate without [client-key] or [client-key-data]");
    }

    @Test
    void aClientCertificateThatHasEndedIsNamed() throws Exception {
        TestAuthority.Signed me = authority.sign("EC", "me", -3, -1);
        try (StandInServer stand = StandInServer.plain().answering(401, "")) {
            write(
                    "server: " + stand.url(),
                    "client-certificate-data: %s\nclient-key-data: %s"
                            .formatted(TestAuthority.base64(me.certificatePem()), TestAuthority.base64(me.keyPem())));

            refused(subject(stand.url())
                    + " does not accept [client certificate [CN=me] of %s, which ended at [%s]]; have a new certificate issued, or log in again"
                            .formatted(user(), me.certificate().getNotAfter().toInstant()));
        }
    }

    @Test
    void aServerThatDemandsACertificateOfWhoHasNone() throws Exception {
        try (StandInServer stand = StandInServer.secure(authority.server(server), true)) {
            write("server: " + stand.url() + known(), "token: t");

            assertThatThrownBy(this::connect)
                    .isInstanceOf(PreflightException.class)
                    .hasMessageMatching(Pattern.quote(subject(stand.url()))
                            + " (?:ends the TLS handshake: (?:\\(\\w+\\) )?Received fatal alert: \\w+|closes the connection without an answer)"
                            + Pattern.quote("; it may want another client certificate than: token of %s; log in again"
                                    .formatted(user())));
        }
    }

    private void refused(String message) {
        assertThatThrownBy(this::connect).isInstanceOf(PreflightException.class).hasMessage(message);
    }

    private void unusable(String why) {
        refused("Context [staging] (decided by test spurline.context) cannot be used: " + why);
    }
}
