// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.internal.kubeconfig.ApiServerAccess;
import dev.spurline.internal.kubeconfig.ProxyAddress;
import dev.spurline.internal.kubeconfig.ServerCertificateException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why a server gave no answer, in words for people.
 *
 * @param seen what was seen, as the end of a sentence about the cluster
 * @param cure what to do
 * @param lasting whether asking again can only show the same
 */
record ServerProblem(String seen, String cure, boolean lasting) {

    private static final String OTHERWISE = "check that it runs, or choose another with spurline.context";

    static ServerProblem of(Throwable failure, ApiServerAccess access, Duration limit) {
        return cause(failure, ServerCertificateException.class)
                .map(ServerProblem::certificate)
                .or(() -> cause(failure, UnknownHostException.class).map(unknown -> unknownHost(access)))
                .or(() -> proxy(failure, access))
                .or(() -> timeout(failure, access, limit))
                .or(() -> cause(failure, ConnectException.class).map(refused -> refused(access)))
                .or(() -> cause(failure, SSLException.class).map(broken -> tls(broken, access)))
                .or(() -> closed(failure, access))
                .orElseGet(() ->
                        new ServerProblem("does not answer: " + root(failure).getMessage(), OTHERWISE, false));
    }

    private static ServerProblem certificate(ServerCertificateException refused) {
        return new ServerProblem("is not trusted: " + refused.getMessage(), refused.cure(), true);
    }

    private static ServerProblem unknownHost(ApiServerAccess access) {
        return access.proxy()
                .map(proxy -> new ServerProblem(
                        "is not reached: the host of its proxy [%s] is not known".formatted(proxy),
                        "correct the %s".formatted(proxy.source()),
                        true))
                .orElseGet(() -> new ServerProblem(
                        "is not reached: the host [%s] is not known"
                                .formatted(access.server().uri().getHost()),
                        "check its name, the VPN, and whether a proxy leads there (proxy-url, HTTPS_PROXY)",
                        true));
    }

    /** Netty's message says which proxy and what it answered. */
    private static Optional<ServerProblem> proxy(Throwable failure, ApiServerAccess access) {
        return access.proxy()
                .flatMap(proxy -> causes(failure)
                        .filter(cause -> cause.getClass().getName().startsWith("io.netty.handler.proxy."))
                        .findFirst()
                        .map(cause -> new ServerProblem(
                                "is not reached: its proxy [%s] (%s) refuses: %s"
                                        .formatted(
                                                proxy, proxy.source(), afterComma(String.valueOf(cause.getMessage()))),
                                "check user and password of the proxy, and that it allows the way there",
                                true)));
    }

    private static String afterComma(String message) {
        return message.substring(message.lastIndexOf(", ") < 0 ? 0 : message.lastIndexOf(", ") + 2);
    }

    /** A JVM that has just started, on a busy machine, may need as long for its own part: then a further answer tells. */
    private static Optional<ServerProblem> timeout(Throwable failure, ApiServerAccess access, Duration limit) {
        return causes(failure)
                .filter(cause -> cause instanceof TimeoutException
                        || cause.getClass().getSimpleName().contains("Timeout"))
                .findFirst()
                .map(late -> new ServerProblem(
                        "does not answer within %d s%s".formatted(limit.toSeconds(), through(access)),
                        "check that it runs, the VPN, the firewall, and whether a proxy leads there (proxy-url, HTTPS_PROXY, NO_PROXY)",
                        !MachineLoad.high()));
    }

    private static ServerProblem refused(ApiServerAccess access) {
        return access.proxy()
                .map(proxy -> new ServerProblem(
                        "is not reached: its proxy [%s] refuses connections".formatted(proxy),
                        "start the proxy, or correct the %s".formatted(proxy.source()),
                        false))
                .orElseGet(() -> new ServerProblem("refuses connections", OTHERWISE, false));
    }

    private static ServerProblem tls(SSLException broken, ApiServerAccess access) {
        String message = String.valueOf(root(broken).getMessage());
        if (message.contains("not an SSL/TLS record") || message.contains("Unsupported or unrecognized SSL message")) {
            return new ServerProblem(
                    "does not speak TLS",
                    "set [server] to http://%s".formatted(access.server().authority()),
                    true);
        }
        return new ServerProblem("ends the TLS handshake: %s".formatted(message), otherCertificate(access), true);
    }

    /** In TLS 1.3 a client learns only after its handshake that its certificate is refused. */
    private static Optional<ServerProblem> closed(Throwable failure, ApiServerAccess access) {
        boolean secret = access.server().secure()
                && String.valueOf(root(failure).getMessage()).contains("Connection was closed");
        return secret
                ? Optional.of(
                        new ServerProblem("closes the connection without an answer", otherCertificate(access), false))
                : Optional.empty();
    }

    private static String otherCertificate(ApiServerAccess access) {
        return "it may want another client certificate than: %s; %s"
                .formatted(access.credentials().title(), access.credentials().cure());
    }

    private static String through(ApiServerAccess access) {
        return access.proxy()
                .map(ProxyAddress::toString)
                .map(" through the proxy [%s]"::formatted)
                .orElse("");
    }

    private static Throwable root(Throwable failure) {
        return causes(failure).reduce((first, second) -> second).orElse(failure);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        return causes(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
