// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request of which one asks where the mesh sends it. Immutable; nothing is sent.
 *
 * <pre>{@code
 * MeshRequest request = MeshRequest.to("shop/pricing:8080").from("web/front").path("/price?id=1").header("x-tenant", "gold");
 * }</pre>
 *
 * @param address what is called: a Service as {@code name}, {@code name:port} or either after {@code namespace/}, or a host as
 *     the caller writes it, such as {@code pricing.shop.svc:8080}; at a gateway the host of the request
 * @param caller whose proxy decides: {@code namespace/workload}, or {@code namespace} for any workload there; empty for any
 *     workload in the Service's own namespace
 * @param atGateway whether the caller is an ingress gateway, through which the request comes in
 * @param method the method, such as {@code GET}
 * @param path the path, with the query if there is one
 * @param headers names in lower case and the lines of each
 * @since 0.1
 */
public record MeshRequest(
        String address,
        Optional<String> caller,
        boolean atGateway,
        String method,
        String path,
        Map<String, List<String>> headers) {

    /**
     * Copies the headers.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash, or the address is empty
     */
    public MeshRequest {
        if (address.isBlank()) {
            throw new IllegalArgumentException(
                    "A request needs an address: a Service such as [pricing:8080], or a host");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("Path [%s] does not begin with [/]".formatted(path));
        }
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, lines) -> lower.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .addAll(lines));
        lower.replaceAll((name, lines) -> List.copyOf(lines));
        headers = Collections.unmodifiableMap(lower);
    }

    /** Starts with {@code GET /} to an address, from any workload in the namespace of the Service. */
    public static MeshRequest to(String address) {
        return new MeshRequest(address, Optional.empty(), false, "GET", "/", Map.of());
    }

    /** Names the caller: {@code namespace/workload}, or {@code namespace} for any workload there. */
    public MeshRequest from(String workload) {
        return new MeshRequest(address, Optional.of(workload), false, method, path, headers);
    }

    /** Says that the request comes in through an ingress gateway: {@code namespace/workload} of its pods. */
    public MeshRequest fromGateway(String workload) {
        return new MeshRequest(address, Optional.of(workload), true, method, path, headers);
    }

    /** Says the method. */
    public MeshRequest method(String name) {
        return new MeshRequest(address, caller, atGateway, name, path, headers);
    }

    /** Says the path, with the query if there is one. */
    public MeshRequest path(String withQuery) {
        return new MeshRequest(address, caller, atGateway, method, withQuery, headers);
    }

    /** Adds a line of a header; {@code host} takes the place of the address where a rule asks for the authority. */
    public MeshRequest header(String name, String line) {
        Map<String, List<String>> more = new TreeMap<>();
        headers.forEach((known, lines) -> more.put(known, new ArrayList<>(lines)));
        more.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .add(line);
        return new MeshRequest(address, caller, atGateway, method, path, more);
    }

    /** Adds a line for each header, such as {@link LiveSandbox#headers()}. */
    public MeshRequest headers(Map<String, String> lines) {
        MeshRequest request = this;
        for (Map.Entry<String, String> line : lines.entrySet()) {
            request = request.header(line.getKey(), line.getValue());
        }
        return request;
    }

    /** Returns method, path, address and caller. */
    @Override
    public String toString() {
        return "%s %s to %s%s"
                .formatted(
                        method,
                        path,
                        address,
                        caller.map(name -> (atGateway ? " through gateway " : " from ") + name)
                                .orElse(""));
    }
}
