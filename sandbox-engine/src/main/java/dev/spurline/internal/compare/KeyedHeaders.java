// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import dev.spurline.ComparedRequest;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds the key to a request that has none.
 *
 * @param key the headers that carry it, names in lower case
 */
record KeyedHeaders(Map<String, String> key) {

    /**
     * Returns the headers of a request with the key.
     *
     * @throws SandboxException if the request has a key already: then the baseline would not be asked without one
     */
    Map<String, List<String>> addedTo(ComparedRequest request) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Map<String, List<String>> own = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            if (key.containsKey(name.toLowerCase(Locale.ROOT))) {
                own.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                        .addAll(values);
            } else {
                all.put(name, values);
            }
        });
        key.forEach((name, value) ->
                all.put(name, List.of(own.containsKey(name) ? joined(request, name, value, own.get(name)) : value)));
        return all;
    }

    /** Our members stand first, as in requests of other clients. */
    private static String joined(ComparedRequest request, String name, String ours, List<String> theirs) {
        String others = String.join(",", theirs);
        Set<String> names = members(ours).collect(Collectors.toSet());
        Optional<String> known = members(others)
                .filter(member -> names.contains(member) || isOurs(member))
                .findFirst();
        if (ours.indexOf('=') < 0 || known.isPresent()) {
            throw new SandboxException(
                    "Request [%s] was not sent: its header [%s] has%s a key already, so that it cannot be sent without one. Leave the key out: it is added to the request that is sent with it"
                            .formatted(
                                    request,
                                    name,
                                    known.map(" in [%s]"::formatted).orElse("")));
        }
        return ours + "," + others;
    }

    private static Stream<String> members(String list) {
        return Arrays.stream(list.split(",", -1)).map(member -> member.split("=", 2)[0].strip());
    }

    /** Other sandboxes may know requests by these, whatever carries the key of this one. */
    private static boolean isOurs(String member) {
        return member.equals(RoutingKey.BAGGAGE_MEMBER)
                || member.equals(RoutingKey.TEST_MEMBER)
                || member.startsWith(RoutingKey.FORK_MEMBER);
    }
}
