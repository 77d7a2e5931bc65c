package io.cyanwatch.command;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;

/// States are lower case in the database, as in the API.
@Converter
class StateColumn implements AttributeConverter<CommandState, String> {

  @Override
  public String convertToDatabaseColumn(CommandState state) {
    return state.key();
  }

  @Override
  public CommandState convertToEntityAttribute(String column) {
    return CommandState.valueOf(column.toUpperCase(Locale.ROOT));
  }
}
