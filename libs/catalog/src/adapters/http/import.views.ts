import { ApiProperty } from '@nestjs/swagger';
import { PageView } from './product.views.js';

const TIME = '2026-01-01T12:00:00.000Z';

class ProgressView {
  @ApiProperty({ type: 'integer', example: 4000 }) rows!: number;
  @ApiProperty({ type: 'integer', example: 1200 }) products!: number;
}

class ResultView {
  @ApiProperty({ type: 'integer', example: 1190, description: 'Products that were made.' }) created!: number;
  @ApiProperty({ type: 'integer', example: 5 }) updated!: number;
  @ApiProperty({ type: 'integer', example: 3, description: 'Products that were as the file says.' }) unchanged!: number;
  @ApiProperty({ type: 'integer', example: 2, description: 'Products that were left out because of faulty rows.' }) failed!: number;
  @ApiProperty({ type: 'integer', example: 2, description: 'Faults of rows; see /rows.' }) row_errors!: number;
}

class FaultView {
  @ApiProperty({ example: 'missing-columns' }) code!: string;
  @ApiProperty({ example: 'The first line lacks the column Handle.' }) message!: string;
}

export class JobResource {
  @ApiProperty({ example: 'job_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ example: 'catalog.import' }) kind!: string;
  @ApiProperty({ enum: ['pending', 'running', 'completed', 'failed'], example: 'completed' }) status!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { rows: 4000, products: 1200 } }) progress!: object;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { created: 1190, updated: 5, unchanged: 3, failed: 2, row_errors: 2 } }) result!: object | null;
  @ApiProperty({ type: FaultView, nullable: true, example: null }) error!: FaultView | null;
  @ApiProperty({ example: TIME }) created_at!: string;
  @ApiProperty({ example: TIME }) updated_at!: string;
}

export class ImportResource extends JobResource {
  @ApiProperty({ type: String, nullable: true, example: 'products.csv' }) file_name!: string | null;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: 'integer', example: 1048576, description: 'Bytes.' }) size!: number;
  @ApiProperty({ type: ProgressView }) declare progress: ProgressView;
  @ApiProperty({ type: ResultView, nullable: true, description: 'There once the import is completed.' }) declare result: ResultView | null;
}

export class ImportRowResource {
  @ApiProperty({ type: 'integer', example: 17, description: 'Line of the file, from 1.' }) line!: number;
  @ApiProperty({ enum: ['failed'], example: 'failed' }) status!: string;
  @ApiProperty({ example: 'invalid-amount' }) code!: string;
  @ApiProperty({ example: 'This is not an amount in EUR, like 19.99.' }) message!: string;
  @ApiProperty({ type: String, nullable: true, example: 'Variant Price' }) column!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'abc', description: 'What stood there, 100 characters at most.' }) value!: string | null;
}

export class ImportRowListView {
  @ApiProperty({ type: [ImportRowResource] }) data!: ImportRowResource[];
  @ApiProperty({ type: PageView }) page!: PageView;
}
