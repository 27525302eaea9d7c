/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
