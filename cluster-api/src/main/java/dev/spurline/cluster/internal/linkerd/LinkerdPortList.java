// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.linkerd;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The ports that an annotation of Linkerd lists. Two controllers read it, and differ: the destination controller knows names
 * and passes over what it does not understand; the policy controller knows no names, allows spaces around the dash of a range,
 * and forgets the whole list if there is one item that it does not understand.
 *
 * <p>Source: {@code GetPortRanges} and {@code ParsePortRange} in {@code pkg/util}, {@code parse_portset} in
 * {@code policy-controller/k8s/index/src/ports.rs} of linkerd2.
 */
public final class LinkerdPortList {

    private static final int HIGHEST = 65_535;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

    private final List<String> items;

    /** Takes what an annotation says. */
    public LinkerdPortList(String text) {
        items = Stream.of(text.split(",")).map(String::strip).toList();
    }

    /**
     * Returns whether the destination controller reads a port in it.
     *
     * @param names the ports that have a name
     */
    public boolean tellsDestinations(int port, Map<String, Integer> names) {
        return items.stream()
                .anyMatch(item -> names.containsKey(item)
                        ? Integer.valueOf(port).equals(names.get(item))
                        : holds(ends(item, false), port));
    }

    /** Returns whether the policy controller reads a port in it. */
    public boolean tellsPolicies(int port) {
        List<List<Integer>> ranges = items.stream()
                .filter(item -> !item.isEmpty())
                .map(item -> ends(item, true))
                .toList();
        return ranges.stream().noneMatch(List::isEmpty) && ranges.stream().anyMatch(ends -> holds(ends, port));
    }

    private static boolean holds(List<Integer> ends, int port) {
        return !ends.isEmpty() && ends.get(0) <= port && port <= ends.get(1);
    }

    /** Returns the first and the last port of an item; nothing if it is none. */
    private static List<Integer> ends(String item, boolean policies) {
        String[] parts = item.split("-", -1);
        if (parts.length > 2) {
            return List.of();
        }
        OptionalInt first = number(parts[0], policies);
        OptionalInt last = number(parts[parts.length - 1], policies);
        return first.isPresent() && last.isPresent() && first.getAsInt() <= last.getAsInt()
                ? List.of(first.getAsInt(), last.getAsInt())
                : List.of();
    }

    private static OptionalInt number(String text, boolean policies) {
        String digits = policies ? text.strip() : text;
        if (!NUMBER.matcher(digits).matches()) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(digits);
        return number > HIGHEST || (policies && number == 0) ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
