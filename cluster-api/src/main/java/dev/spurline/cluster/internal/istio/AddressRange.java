// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.istio;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses in CIDR form, such as {@code 10.96.0.0/12}.
 *
 * @param bits the length of its addresses
 * @param prefix how many of their first bits all of them have in common
 * @param common those
 */
record AddressRange(int bits, int prefix, BigInteger common) {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    /** Anything else would be looked up as the name of a host. */
    private static final Pattern LITERAL =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[\\da-fA-F.]*:[\\da-fA-F:.]*");

    /** Reads a range; empty if it is none. */
    static Optional<AddressRange> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(parts[1]);
        return bytes(parts[0])
                .filter(bytes -> prefix <= bytes.length * Byte.SIZE)
                .map(bytes -> new AddressRange(bytes.length * Byte.SIZE, prefix, first(bytes, prefix)));
    }

    /** Returns whether an address is in it. */
    boolean holds(String address) {
        return bytes(address)
                .filter(bytes ->
                        bytes.length * Byte.SIZE == bits && first(bytes, prefix).equals(common))
                .isPresent();
    }

    private static BigInteger first(byte[] bytes, int prefix) {
        return new BigInteger(1, bytes).shiftRight(bytes.length * Byte.SIZE - prefix);
    }

    private static Optional<byte[]> bytes(String literal) {
        if (!LITERAL.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
