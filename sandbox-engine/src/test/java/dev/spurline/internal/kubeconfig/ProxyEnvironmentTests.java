// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules are those of Go's httpproxy. */
class ProxyEnvironmentTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://kube.example.com | other.com | true",
                "https://kube.example.com | example.com | false",
                "https://kube.example.com | .example.com | false",
                "https://kube.example.com | *.example.com | false",
                "https://example.com | .example.com | true",
                "https://example.com | *.example.com | true",
                "https://example.com | example.com | false",
                "https://badexample.com | example.com | true",
                "https://KUBE.Example.com | ' , kube.EXAMPLE.com ' | false",
                "https://kube.example.com:6443 | kube.example.com:443 | true",
                "https://kube.example.com:6443 | kube.example.com:6443 | false",
                "https://kube.example.com | kube.example.com:443 | false",
                "https://kube.example.com | * | false",
                "https://10.1.2.3:6443 | 10.0.0.0/8 | false",
                "https://10.1.2.3:6443 | 10.1.2.0/23 | false",
                "https://10.1.4.3:6443 | 10.1.2.0/23 | true",
                "https://10.1.2.3:6443 | 10.1.2.3 | false",
                "https://10.1.2.3:6443 | 10.1.2.3:443 | true",
                "https://10.1.2.3:6443 | 1.2.3 | true",
                "https://[fd00::1]:6443 | fd00::/8 | false",
                "https://[fd00::1]:6443 | [fd00::1]:6443 | false",
                "https://[fd00::1]:6443 | 10.0.0.0/8 | true",
                "https://kube.example.com | 10.0.0.0/8 | true",
                "https://localhost:6443 | other.com | false",
                "https://127.0.0.9:6443 | other.com | false",
                "https://[::1]:6443 | other.com | false"
            })
    void whichServersAreReachedThroughIt(URI server, String exempt, boolean through) {
        assertThat(proxy(server, Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", exempt))
                        .isPresent())
                .isEqualTo(through);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, proxy, proxy:80",
        "https_proxy, http://proxy:3128/, proxy:3128",
        "HTTPS_PROXY, socks5://proxy, proxy:1080",
        "HTTPS_PROXY, proxy:3128, proxy:3128",
        "HTTP_PROXY, http://proxy:3128, ''",
        "HTTPS_PROXY, '', ''"
    })
    void whichProxyItIs(String variable, String text, String proxy) {
        assertThat(proxy(URI.create("https://kube.example.com"), Map.of(variable, text))
                        .map(ProxyAddress::toString)
                        .orElse(""))
                .isEqualTo(proxy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "http://me:secret@proxy | me | secret",
                "http://me@proxy | me | \"\"",
                "http://me:@proxy | me | \"\"",
                "http://me:a:b@proxy | me | a:b",
                "http://me:a%3Ab%40+@proxy | me | a:b@+",
                "socks5://m%C3%A9:%20@proxy | mé | \" \"",
            })
    void whoTheProxyLetsIn(String text, String user, String password) {
        assertThat(proxy(URI.create("https://kube.example.com"), Map.of("HTTPS_PROXY", text))
                        .flatMap(ProxyAddress::login))
                .contains(new ProxyAddress.Login(user, password));
    }

    @Test
    void upperCaseIsTheStronger() {
        Map<String, String> both = Map.of("HTTP_PROXY", "upper:1", "http_proxy", "lower:2", "no_proxy", "other");

        assertThat(proxy(URI.create("http://kube.example.com"), both).map(ProxyAddress::toString))
                .contains("upper:1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://me:secret@proxy:443 | the proxy [https://proxy:443] must be an address such as http://proxy.example.com:3128 or socks5://proxy.example.com:1080; a proxy that is itself reached over TLS is not supported",
                "ftp://proxy | the proxy [ftp://proxy] must be an address such as http://proxy.example.com:3128 or socks5://proxy.example.com:1080",
                "http://pr oxy | the address of its proxy is not valid: Illegal character in authority"
            })
    void whatCannotBeUsedIsRefused(String text, String problem) {
        assertThatThrownBy(() -> proxy(URI.create("https://kube.example.com"), Map.of("HTTPS_PROXY", text)))
                .isInstanceOf(PreflightException.class)
                .hasMessage("environment variable HTTPS_PROXY: " + problem);
    }

    private static Optional<ProxyAddress> proxy(URI server, Map<String, String> environment) {
        return new ProxyEnvironment(name -> Optional.ofNullable(environment.get(name))
                        .map(text -> new Settings.Value(text, "environment variable " + name)))
                .proxy(server);
    }
}
