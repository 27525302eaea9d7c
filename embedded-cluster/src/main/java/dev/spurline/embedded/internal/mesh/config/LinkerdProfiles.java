// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.mesh.routing.RouteCaller;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which callers' proxies go by a ServiceProfile and follow no route: those in its namespace, or all if that is the Service's,
 * when they begin to use the Service. What is in use goes by routes until its connections have been idle.
 *
 * <p>Source: should_override_policy in {@code linkerd/app/outbound/src/http/logical/profile.rs} of linkerd2-proxy. Measured: a
 * proxy goes on with a route beside a new profile until the Service has been idle for 5 s. Pods of one namespace and with the
 * same labels are taken for one. What a profile says itself is not played.
 */
final class LinkerdProfiles {

    static final String KIND = "ServiceProfile.linkerd.io";

    private static final long IDLE = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanos;
    private final Set<String> profiles;
    private final Map<DiscoveredPort, Long> used;

    private record DiscoveredPort(ServicePort service, RouteCaller caller) {}

    private LinkerdProfiles(LongSupplier nanos, Set<String> profiles, Map<DiscoveredPort, Long> used) {
        this.nanos = nanos;
        this.profiles = profiles;
        this.used = used;
    }

    /** Returns those that there are at first: none. */
    static LinkerdProfiles none(LongSupplier nanos) {
        return new LinkerdProfiles(nanos, Set.of(), new ConcurrentHashMap<>());
    }

    /** Returns the next ones; what is in use now is so then. */
    LinkerdProfiles next(Set<String> next) {
        used.values().removeIf(moment -> !isRecent(moment));
        return new LinkerdProfiles(nanos, next, used);
    }

    /** Returns namespace and name of a profile that replaces routes: one that says nothing leaves them in force. */
    static Optional<String> read(JsonNode profile) {
        JsonNode spec = profile.path("spec");
        return spec.path("routes").isEmpty() && spec.path("dstOverrides").isEmpty()
                ? Optional.empty()
                : Optional.of(title(
                        profile.at("/metadata/namespace").asText(),
                        profile.at("/metadata/name").asText()));
    }

    static Set<String> replacing(Collection<Optional<String>> read) {
        return read.stream().flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
    }

    private static String title(String namespace, String name) {
        return namespace + "/" + name;
    }

    /** Says whether a caller's proxy follows routes to a port. */
    boolean followsRoutes(ServicePort service, RouteCaller caller) {
        boolean replaced = profiles.contains(title(service.namespace(), service.host()))
                || profiles.contains(title(caller.namespace(), service.host()));
        return !replaced || isRecent(used.get(new DiscoveredPort(service, caller)));
    }

    private boolean isRecent(@Nullable Long moment) {
        return moment != null && nanos.getAsLong() - moment < IDLE;
    }

    /** Takes note that a caller's proxy goes by routes to a port now. */
    void noteUse(ServicePort service, RouteCaller caller) {
        used.put(new DiscoveredPort(service, caller), nanos.getAsLong());
    }
}
