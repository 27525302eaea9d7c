// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of all faults.
 *
 * @param outcomes the outcomes
 * @param requests how many untagged requests were compared meanwhile
 * @param differences what was different about their answers
 * @param time how long it all took
 */
record FaultReport(List<FaultOutcome> outcomes, int requests, List<String> differences, Duration time) {

    List<FaultOutcome> failed() {
        return outcomes.stream().filter(outcome -> !outcome.passed()).toList();
    }

    @Override
    public String toString() {
        String rows = Arrays.stream(RequestFault.values()).map(this::row).collect(Collectors.joining());
        String bad = failed().stream().map(outcome -> "\n  " + outcome).collect(Collectors.joining());
        long idle = outcomes.stream().filter(outcome -> !outcome.reached()).count();
        return "%d faults injected, %d at requests that did not come; %d untagged requests compared, %d different; %d s in all%s%s"
                .formatted(outcomes.size(), idle, requests, differences.size(), time.toSeconds(), rows, bad);
    }

    private String row(RequestFault fault) {
        List<FaultOutcome> own = outcomes.stream()
                .filter(outcome -> outcome.point().fault() == fault)
                .toList();
        long succeeded = own.stream()
                .filter(FaultOutcome::passed)
                .filter(FaultOutcome::succeeded)
                .count();
        long clear = own.stream().filter(FaultOutcome::passed).count() - succeeded;
        return own.isEmpty()
                ? ""
                : "%n  %-18s %4d injected, %4d cycles succeed, %4d fail clearly, %4d wrong"
                        .formatted(fault, own.size(), succeeded, clear, own.size() - succeeded - clear);
    }
}
