// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one experiment has measured, all in one run of the program.
 *
 * @param experiment its name
 * @param date the day, as in 2026-11-30
 * @param machine on what
 * @param measurements the figures
 */
public record ExperimentResult(
        String experiment, String date, MeasuringMachine machine, List<Measurement> measurements) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Copies the list. */
    public ExperimentResult {
        measurements = List.copyOf(measurements);
    }

    /** Returns what was measured here and today. */
    public static ExperimentResult today(String experiment, List<Measurement> measurements) {
        return new ExperimentResult(
                experiment, LocalDate.now(ZoneId.systemDefault()).toString(), MeasuringMachine.here(), measurements);
    }

    /** Reads the result of an experiment. */
    public static ExperimentResult read(Path file) {
        try {
            return JSON.readValue(file.toFile(), ExperimentResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it to a directory, into the file that has the name of the experiment. */
    public void write(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(experiment + ".json"), JSON.writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of the tables, in the order in which they were measured. */
    public Set<String> groups() {
        return measurements.stream().map(Measurement::group).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the figures of a table. */
    public List<Measurement> of(String group) {
        return measurements.stream()
                .filter(measurement -> measurement.group().equals(group))
                .toList();
    }
}
