// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which hosts are reached without a proxy: addresses, networks such as {@code 10.0.0.0/8}, names with all below them, names
 * that begin with a dot for what is below them only; each but networks also with a port; {@code *} for all.
 */
final class NoProxyRules {

    private static final Pattern NUMERIC =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*]|[^:]*):([0-9]*)");

    private final List<String> rules;

    /**
     * Reads the rules.
     *
     * @param text the rules, separated by commas
     */
    NoProxyRules(String text) {
        this.rules = Arrays.stream(text.split(",", -1))
                .map(rule -> rule.strip().toLowerCase(Locale.ROOT))
                .filter(rule -> !rule.isEmpty())
                .toList();
    }

    /** Returns whether a host is this machine by its name or address. */
    static boolean ownMachine(String host) {
        return host.equals("localhost")
                || address(bare(host)).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Returns whether a rule covers a host. */
    boolean cover(String host, int port) {
        String name = ascii(bare(host.strip()).toLowerCase(Locale.ROOT));
        return rules.stream().anyMatch(rule -> covers(rule, name, port));
    }

    private static boolean covers(String rule, String host, int port) {
        if (rule.equals("*")) {
            return true;
        }
        Optional<InetAddress> address = address(host);
        if (rule.contains("/")) {
            return address.filter(any -> inNetwork(rule, any)).isPresent();
        }
        Matcher parts = WITH_PORT.matcher(rule);
        boolean ported = parts.matches();
        String name = bare(ported ? parts.group(1) : rule);
        if (name.isEmpty()
                || (ported && !parts.group(2).isEmpty() && !parts.group(2).equals(String.valueOf(port)))) {
            return false;
        }
        Optional<InetAddress> ruled = address(name);
        return (address.isPresent() || ruled.isPresent()) ? address.equals(ruled) : below(ascii(name), host);
    }

    private static boolean below(String rule, String host) {
        String name = rule.startsWith("*.") ? rule.substring(1) : rule;
        return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
    }

    private static boolean inNetwork(String rule, InetAddress address) {
        String[] parts = rule.split("/", 2);
        byte[] network = address(parts[0]).map(InetAddress::getAddress).orElse(new byte[0]);
        byte[] own = address.getAddress();
        if (network.length != own.length || !parts[1].matches("[0-9]{1,3}")) {
            return false;
        }
        int bits = Integer.parseInt(parts[1]);
        return bits <= 8 * own.length
                && Stream.iterate(0, bit -> bit < bits, bit -> bit + 1)
                        .allMatch(bit -> bit(network, bit) == bit(own, bit));
    }

    private static int bit(byte[] address, int index) {
        return (address[index / 8] >> (7 - index % 8)) & 1;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String ascii(String name) {
        try {
            return name.startsWith(".") || name.startsWith("*") ? name : IDN.toASCII(name);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** Never asks a name server. */
    private static Optional<InetAddress> address(String text) {
        try {
            return NUMERIC.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
