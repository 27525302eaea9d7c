// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.crowd;

/**
 * What came of rounds; it fits into a line.
 *
 * @param opened how many sandboxes were opened and closed
 * @param keyed how many requests with a key were answered
 * @param misrouted how many of them not by their own fork
 * @param failed how many rounds failed
 * @param first what the first of them said
 */
record CrowdCount(int opened, int keyed, int misrouted, int failed, String first) {

    static final CrowdCount NONE = new CrowdCount(0, 0, 0, 0, "");

    CrowdCount and(CrowdCount other) {
        return new CrowdCount(
                opened + other.opened,
                keyed + other.keyed,
                misrouted + other.misrouted,
                failed + other.failed,
                first.isEmpty() ? other.first : first);
    }

    String line() {
        return String.join(
                "|",
                String.valueOf(opened),
                String.valueOf(keyed),
                String.valueOf(misrouted),
                String.valueOf(failed),
                first.replace('\n', ' ').replace('|', ' '));
    }

    static CrowdCount parse(String line) {
        String[] parts = line.split("\\|", -1);
        return new CrowdCount(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                parts[4]);
    }
}
